//! What a file may take that is read: bounds that no honest file meets, and that a user may
//! raise. Each is kept to where the files are read and unpacked.

use std::sync::OnceLock;

/// The bounds that a user may raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of a file. At most what 32 bits count, as spans do.
    pub file: u64,
    /// Bytes that may come out of an archive in all; those of an entry, and of a document
    /// that is a zip by its inside, are in proportion.
    pub expanded: u64,
    /// Seconds of processor time for a file, besides those for its size.
    pub seconds: u64,
}

/// The bounds where nobody raises them. Of some 2,500 documents met in the wild none came
/// to a tenth of any.
pub const USUAL: Bounds = Bounds { file: 1 << 30, expanded: 1 << 30, seconds: 10 };

static RAISED: OnceLock<Bounds> = OnceLock::new();

/// Sets the bounds of this process, once, before anything is read.
pub fn set(bounds: Bounds) {
    let _ = RAISED.set(Bounds { file: bounds.file.min(u32::MAX.into()), ..bounds });
}

/// The bounds in force.
pub fn current() -> Bounds {
    RAISED.get().copied().unwrap_or(USUAL)
}

impl Bounds {
    /// The bounds as arguments of a process, for [`Bounds::of_args`].
    pub fn args(self) -> [String; 3] {
        [self.file, self.expanded, self.seconds].map(|bound| bound.to_string())
    }

    /// The bounds that arguments tell; `None` where they tell none.
    pub fn of_args(args: [&str; 3]) -> Option<Bounds> {
        let [file, expanded, seconds] = args.map(|arg| arg.parse().ok());
        Some(Bounds { file: file?, expanded: expanded?, seconds: seconds? })
    }

    /// A bound that is so many bytes where the expansion is the usual one.
    pub fn share(self, usual: u64) -> u64 {
        u64::try_from(u128::from(usual) * u128::from(self.expanded) / u128::from(USUAL.expanded)).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_come_back_from_arguments() {
        let bounds = Bounds { file: 1, expanded: 2, seconds: 3 };
        let args = bounds.args();
        assert_eq!(Bounds::of_args([&args[0], &args[1], &args[2]]), Some(bounds));
        assert_eq!(Bounds::of_args(["1", "x", "3"]), None);
    }

    #[test]
    fn what_is_in_proportion_grows_with_the_expansion() {
        assert_eq!(USUAL.share(16), 16);
        assert_eq!(Bounds { expanded: 3 << 30, ..USUAL }.share(16), 48);
    }
}
