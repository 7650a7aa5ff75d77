//! How often each stem stands in the document that is being taken down.

/// Counts by number of the stem.
#[derive(Default)]
pub struct Tally {
    /// By number; 0 for all but those in `met`.
    times: Vec<u32>,
    /// Numbers with a count, in the order of their first coming.
    met: Vec<u32>,
}

impl Tally {
    /// Counts a stem once more.
    pub fn add(&mut self, stem: u32) {
        let at = stem as usize;
        if self.times.len() <= at {
            self.times.resize((at + 1).next_power_of_two(), 0);
        }
        if self.times[at] == 0 {
            self.met.push(stem);
        }
        self.times[at] += 1;
    }

    /// Gives every stem with its count, and forgets them.
    pub fn drain(&mut self, mut each: impl FnMut(u32, u32)) {
        for stem in self.met.drain(..) {
            each(stem, std::mem::take(&mut self.times[stem as usize]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_given_once() {
        let mut tally = Tally::default();
        [7, 2, 7, 7].into_iter().for_each(|stem| tally.add(stem));
        let mut got = Vec::new();
        tally.drain(|stem, times| got.push((stem, times)));
        assert_eq!(got, [(7, 3), (2, 1)]);
        tally.add(2);
        tally.drain(|stem, times| got.push((stem, times)));
        assert_eq!(got.last(), Some(&(2, 1)));
    }
}
