//! What goes between parent and child: frames.

use std::io::{self, Read, Write};

/// Writes a frame: the number of its bytes, eight of them, then the bytes.
pub fn write_frame(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads a frame; `None` where there is none any more.
pub fn read_frame(input: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let mut size = [0; 8];
    match input.read_exact(&mut size) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let size = u64::from_le_bytes(size);
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(1 << 30)).unwrap_or(0));
    let read = input.take(size).read_to_end(&mut bytes)?;
    if read as u64 == size { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_frame_is_an_error() {
        let mut whole = Vec::new();
        write_frame(&mut whole, b"words").unwrap();
        assert!(read_frame(&mut &whole[..whole.len() - 1]).is_err());
        assert_eq!(read_frame(&mut whole.as_slice()).unwrap().as_deref(), Some(&b"words"[..]));
    }
}
