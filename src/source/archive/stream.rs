//! Unpacking within bounds.

use std::io::{self, Read};

use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

use super::{Limits, TOO_MUCH};

/// Bytes asked for at a time.
const STEP: usize = 64 << 10;

/// Reads an entry whole; `packed` is its size in the archive, `left` what may
/// still come out of the archive. The error is a reason for the ledger.
pub fn read(mut reader: impl Read, packed: u64, limits: &Limits, left: &mut u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut step = vec![0; STEP];
    loop {
        let count = match reader.read(&mut step) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("damaged: {error}")),
        };
        *left = left.saturating_sub(count as u64);
        let out = (bytes.len() + count) as u64;
        if *left == 0 {
            return Err(TOO_MUCH.to_owned());
        }
        if out > limits.entry {
            return Err("too large".to_owned());
        }
        if out > limits.free && out / packed.max(1) > limits.ratio {
            return Err("expands too far".to_owned());
        }
        bytes.extend_from_slice(&step[..count]);
    }
}

/// Unpacks all frames of Zstandard data.
pub struct Zstd<'a> {
    /// The frame that is open.
    frame: Option<StreamingDecoder<&'a [u8], ruzstd::decoding::FrameDecoder>>,
    /// What follows it, unless a frame is open.
    rest: &'a [u8],
}

impl<'a> Zstd<'a> {
    /// A reader of packed `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Zstd { frame: None, rest: bytes }
    }

    /// Opens the next frame, past those that hold no data; false at the end.
    fn open(&mut self) -> io::Result<bool> {
        while !self.rest.is_empty() {
            match StreamingDecoder::new(self.rest) {
                Ok(frame) => {
                    self.frame = Some(frame);
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    // magic number and length, then the data
                    self.rest = self.rest.get(8 + length as usize..).unwrap_or_default();
                }
                Err(error) => return Err(io::Error::other(error.to_string())),
            }
        }
        Ok(false)
    }
}

impl Read for Zstd<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.frame.is_none() && !self.open()? {
                return Ok(0);
            }
            let Some(frame) = &mut self.frame else { return Ok(0) };
            let count = frame.read(into)?;
            if count > 0 || into.is_empty() {
                return Ok(count);
            }
            self.rest = self.frame.take().map(StreamingDecoder::into_inner).unwrap_or_default();
        }
    }
}

/// A reader that stops where more comes out than an archive may hold, what is
/// passed over included.
pub struct Bounded<R> {
    /// What is read.
    pub reader: R,
    /// Bytes that may still come.
    pub left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other(TOO_MUCH))?;
        Ok(count)
    }
}
