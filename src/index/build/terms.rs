//! Terms by number: each distinct term of a segment once.

/// Distinct terms in the order of their first coming.
#[derive(Default)]
pub struct Terms {
    bytes: Vec<u8>,
    /// Where the bytes of each term end.
    ends: Vec<u32>,
    /// Open addressing; its length is a power of two.
    table: Vec<Slot>,
}

/// A place in the table. The hash beside the number spares nearly all looks at
/// the bytes of another term, and their hashing when the table grows.
#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// Number plus one; 0 where the place is free.
    number: u32,
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
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.table[at] {
                Slot { number: 0, .. } => break,
                slot if slot.hash == hash && self.get(slot.number - 1) == term => return slot.number - 1,
                _ => at = (at + 1) & mask,
            }
        }
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len() as u32);
        self.table[at] = Slot { hash, number: self.len() as u32 };
        self.len() as u32 - 1
    }

    fn grow(&mut self) {
        let len = (self.table.len() * 2).max(1 << 12);
        let old = std::mem::replace(&mut self.table, vec![Slot::default(); len]);
        for slot in old.into_iter().filter(|slot| slot.number > 0) {
            let mut at = slot.hash as usize & (len - 1);
            while self.table[at].number != 0 {
                at = (at + 1) & (len - 1);
            }
            self.table[at] = slot;
        }
    }

    /// The numbers in the order of the terms' bytes. The first bytes, read as a
    /// number, tell most terms apart without a look at the rest.
    pub fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<(u64, u32)> =
            (0..self.len() as u32).map(|number| (first(self.get(number)), number)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.get(a.1).cmp(self.get(b.1))));
        order.into_iter().map(|(_, number)| number).collect()
    }
}

/// The first eight bytes as a number that sorts as they do.
fn first(term: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let len = term.len().min(8);
    bytes[..len].copy_from_slice(&term[..len]);
    u64::from_be_bytes(bytes)
}

/// A multiplicative hash, eight bytes at a time, its halves mixed.
fn hash(term: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = term.len() as u64;
    for chunk in term.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(FACTOR);
    }
    ((hash ^ (hash >> 29)).wrapping_mul(FACTOR) >> 32) as u32
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
        for term in ["", "w7919\0", "commission", "commissioner", "commissioners"] {
            terms.number(term.as_bytes());
        }
        let sorted = terms.sorted();
        assert!(sorted.windows(2).all(|pair| terms.get(pair[0]) < terms.get(pair[1])));
        assert_eq!(terms.number(b""), 20_000);
    }
}
