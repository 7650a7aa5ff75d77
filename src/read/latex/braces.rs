//! Which brace closes which, found once, so that an argument is never searched
//! for twice.

use super::scan;

/// Pairs of braces of the source.
#[derive(Debug, Default)]
pub(super) struct Braces {
    /// Byte of each `{`, ascending, and of its `}`; `u32::MAX` where it has none.
    pairs: Vec<(u32, u32)>,
}

impl Braces {
    /// Looks through the source; braces in comments and verbatim text do not count.
    pub fn of(src: &str) -> Self {
        let bytes = src.as_bytes();
        let (mut pairs, mut open, mut i) = (Vec::<(u32, u32)>::new(), Vec::new(), 0);
        let mut ends = scan::Ends::default();
        while i < bytes.len() {
            match bytes[i] {
                b'{' => {
                    open.push(pairs.len());
                    pairs.push((i as u32, u32::MAX));
                }
                b'}' => {
                    if let Some(at) = open.pop() {
                        pairs[at].1 = i as u32;
                    }
                }
                b'%' => i = scan::line_end(bytes, i),
                b'\\' => {
                    let end = scan::verbatim_end(src, i, &mut ends);
                    if let Some(name) = end.and_then(|_| src[i..].strip_prefix("\\begin{")?.split('}').next()) {
                        let brace = i + "\\begin".len();
                        pairs.push((brace as u32, (brace + name.len() + 1) as u32));
                    }
                    i = end.unwrap_or(i + 2);
                    continue;
                }
                _ => {}
            }
            i += 1;
        }
        Braces { pairs }
    }

    /// The brace that closes the one at byte `open`.
    pub fn close(&self, open: usize) -> Option<usize> {
        let at = self.pairs.binary_search_by_key(&(open as u32), |pair| pair.0).ok()?;
        Some(self.pairs[at].1).filter(|close| *close != u32::MAX).map(|close| close as usize)
    }
}
