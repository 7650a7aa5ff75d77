//! Terms by number: each distinct term of a segment once.

/// Distinct terms in the order of their first coming.
#[derive(Default)]
pub struct Terms {
    bytes: Vec<u8>,
    /// Where the bytes of each term end.
    ends: Vec<u32>,
    /// Upper half of each term's hash, which spares most looks at its bytes.
    hashes: Vec<u32>,
    /// Numbers plus one by hash, open addressing; its length is a power of two.
    table: Vec<u32>,
}

impl Terms {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The term of a number.
    pub fn get(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    /// The number of a term, a new one if need be.
    pub fn number(&mut self, term: &[u8]) -> u32 {
        if self.len() * 2 >= self.table.len() {
            self.grow();
        }
        let hash = hash(term);
        let (mask, upper) = (self.table.len() - 1, (hash >> 32) as u32);
        let mut slot = hash as usize & mask;
        loop {
            match self.table[slot] {
                0 => break,
                known if self.hashes[known as usize - 1] == upper && self.get(known - 1) == term => return known - 1,
                _ => slot = (slot + 1) & mask,
            }
        }
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len() as u32);
        self.hashes.push(upper);
        self.table[slot] = self.len() as u32;
        self.len() as u32 - 1
    }

    fn grow(&mut self) {
        let len = (self.table.len() * 2).max(1 << 12);
        self.table = vec![0; len];
        for number in 0..self.len() as u32 {
            let mut slot = hash(self.get(number)) as usize & (len - 1);
            while self.table[slot] != 0 {
                slot = (slot + 1) & (len - 1);
            }
            self.table[slot] = number + 1;
        }
    }

    /// The numbers in the order of the terms' bytes.
    pub fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_unstable_by_key(|number| self.get(*number));
        order
    }
}

/// A multiplicative hash, eight bytes at a time, its halves mixed.
fn hash(term: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = term.len() as u64;
    for chunk in term.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR);
    }
    (hash ^ (hash >> 29)).wrapping_mul(FACTOR).rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number() {
        let mut terms = Terms::default();
        let words: Vec<String> = (0..20_000).map(|i| format!("w{}", i * 7919)).collect();
        let first: Vec<u32> = words.iter().map(|word| terms.number(word.as_bytes())).collect();
        let again: Vec<u32> = words.iter().map(|word| terms.number(word.as_bytes())).collect();
        assert_eq!(first, again);
        assert_eq!(first, (0..20_000).collect::<Vec<_>>());
        assert_eq!(terms.get(1), b"w7919");
        let sorted = terms.sorted();
        assert!(sorted.windows(2).all(|pair| terms.get(pair[0]) < terms.get(pair[1])));
        assert_eq!(terms.number(b""), 20_000);
    }
}
