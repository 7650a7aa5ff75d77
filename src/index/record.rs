//! How records are stored: their bytes, and behind them a checksum that is read with
//! them, so that no damaged text is ever taken for what was indexed. The engine has
//! checksums of whole files, but reads none of them when it searches.

#[cfg(test)]
mod golden;
mod keep;
mod stored;

pub use keep::Keep;

use crate::error::{ErrorKind, Result};

/// Bytes of the checksum: the first of BLAKE3. It is to find damage, not an attack.
const CHECKSUM: usize = 8;

/// What stands behind the checksum. Records of before have none, and a damaged one must
/// not pass for one of them.
const MARK: &[u8] = b"\xb6ibC";

/// The bytes of a record of `about` so many: one piece of memory, not one for each
/// doubling.
///
/// # Errors
///
/// `Damaged`, where it cannot be written down.
pub fn encode<T: Keep>(record: &T, about: usize) -> Result<Vec<u8>> {
    let bytes = Vec::with_capacity(about + CHECKSUM + MARK.len());
    let mut bytes = postcard::to_io(&record.keep(), bytes).map_err(|_| ErrorKind::Damaged)?;
    let checksum = checksum(&bytes);
    bytes.extend(checksum);
    bytes.extend(MARK);
    Ok(bytes)
}

/// The record that bytes stand for. Indexes of before records had a checksum have none.
///
/// # Errors
///
/// `Damaged`, where they are not as they were written.
pub fn decode<T: Keep>(bytes: &[u8]) -> Result<T> {
    let own = match bytes.strip_suffix(MARK) {
        Some(bytes) => {
            let (own, sum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(ErrorKind::Damaged)?;
            if *sum != checksum(own) {
                return Err(ErrorKind::Damaged.into());
            }
            own
        }
        None => bytes,
    };
    match postcard::take_from_bytes::<T::Stored>(own) {
        Ok((stored, [])) => T::back(stored).map_err(|_| ErrorKind::Damaged.into()),
        _ => Err(ErrorKind::Damaged.into()),
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut out = [0; CHECKSUM];
    out.copy_from_slice(&blake3::hash(bytes).as_bytes()[..CHECKSUM]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flipped_bit_goes_unseen() {
        let record = vec!["words of a passage".to_owned(), "and more".to_owned()];
        let bytes = encode(&record, 64).unwrap();
        assert_eq!(decode::<Vec<String>>(&bytes).unwrap(), record);
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(decode::<Vec<String>>(&damaged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_record_of_before_is_read() {
        let bytes = postcard::to_stdvec(&"words").unwrap();
        assert_eq!(decode::<String>(&bytes).unwrap(), "words");
        assert!(decode::<String>(&bytes[..bytes.len() - 1]).is_err());
    }
}
