//! Flags that raise what a file may take to be read.

use crate::source::bounds::{Bounds, USUAL};

/// Bounds that no honest file meets, and that keep one that is none from all the rest.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct LimitArgs {
    /// Read files up to this size, as 2G [default: 1G, at most 4G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_file_size: Option<u64>,
    /// Let an archive, or a document that is a zip, expand to this size [default: 1G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_expanded: Option<u64>,
    /// Seconds of processor time for a file, besides those for its size [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub max_time: Option<u64>,
}

impl LimitArgs {
    /// The bounds; `None` where no flag was given.
    pub fn bounds(self) -> Option<Bounds> {
        let LimitArgs { max_file_size, max_expanded, max_time } = self;
        let is_given = max_file_size.is_some() || max_expanded.is_some() || max_time.is_some();
        is_given.then(|| Bounds {
            file: max_file_size.unwrap_or(USUAL.file),
            expanded: max_expanded.unwrap_or(USUAL.expanded),
            seconds: max_time.unwrap_or(USUAL.seconds),
        })
    }
}

/// A number of bytes, or of a thousand and twenty-four of them (`K`), of as many of those
/// (`M`), of these (`G`).
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(['K', 'M', 'G', 'k', 'm', 'g']);
    let shift = match &text[digits.len()..] {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        _ => return Err("a size is a number with K, M or G behind it".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "a size is a number with K, M or G behind it".to_owned())?;
    match number.checked_mul(1 << shift) {
        Some(size) if size > 0 && size <= 1 << 40 => Ok(size),
        _ => Err("a size is from 1 to 1024G".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_its_unit() {
        assert_eq!((size("12"), size("3K"), size("2g")), (Ok(12), Ok(3 << 10), Ok(2 << 30)));
        for text in ["", "G", "-1", "1T", "2GG", "0", "9999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_given_is_as_ever() {
        assert_eq!(LimitArgs::default().bounds(), None);
        let given = LimitArgs { max_time: Some(60), ..LimitArgs::default() };
        assert_eq!(given.bounds(), Some(Bounds { seconds: 60, ..USUAL }));
    }
}
