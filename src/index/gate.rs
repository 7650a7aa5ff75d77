//! A gate for entries on their way to the engine, so that memory stays bounded
//! however fast the readers are.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Lets through as many bytes as there is room for.
#[derive(Debug)]
pub struct Gate {
    room: usize,
    taken: Mutex<usize>,
    freed: Condvar,
}

/// Room that is taken until it is dropped.
#[derive(Debug)]
pub struct Share {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Gate {
    /// A gate with room for so many bytes.
    pub fn new(room: usize) -> Arc<Gate> {
        Arc::new(Gate { room, taken: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits for room. What is larger than all the room waits until it is empty.
    pub fn admit(self: &Arc<Self>, bytes: usize) -> Share {
        let bytes = bytes.min(self.room);
        let full = |taken: &mut usize| *taken + bytes > self.room;
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *self.freed.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner) += bytes;
        Share { gate: Arc::clone(self), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.gate.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.gate.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn what_has_no_room_waits() {
        let gate = Gate::new(10);
        let first = gate.admit(8);
        let (told, hears) = mpsc::channel();
        let other = Arc::clone(&gate);
        let waiting = std::thread::spawn(move || {
            let share = other.admit(100);
            told.send(()).unwrap();
            drop(share);
        });
        assert!(hears.recv_timeout(Duration::from_millis(50)).is_err());
        drop(first);
        hears.recv_timeout(Duration::from_secs(5)).unwrap();
        waiting.join().unwrap();
        assert_eq!(*gate.taken.lock().unwrap(), 0);
    }
}
