//! Lines that are taken together, and the thread that reads them.

use rule_actions::capture::{BOM, Lines};
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Lines of a batch at most.
const MOST_LINES: usize = 256;

/// Bytes of a batch after which no further line is begun.
const MOST_BYTES: usize = 256 * 1024;

/// Bytes that are read at once.
const READ_BYTES: usize = 64 * 1024;

/// Lines that are taken together.
pub(super) struct Batch {
    /// Its number, from 0.
    pub(super) index: u64,
    /// The number of its first line, from 1.
    pub(super) first_line: u64,
    /// Bytes of the input up to its end.
    pub(super) read: u64,
    /// Why nothing can be read after it, where that is so.
    pub(super) error: Option<io::Error>,
    bytes: Vec<u8>,
    /// Where each line stands; nothing for one that is too long.
    places: Vec<Option<Range<usize>>>,
}

impl Batch {
    /// How many lines it has.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The lines with their numbers; nothing for one that is too long.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Option<&[u8]>)> {
        let line = |place: &Range<usize>| {
            let line = &self.bytes[place.clone()];
            // Files that were put together may have a byte order mark in the middle.
            line.strip_prefix(BOM).unwrap_or(line)
        };
        let places = self.places.iter().map(move |place| place.as_ref().map(line));
        (self.first_line..).zip(places)
    }
}

/// Reads an input in batches, of which so many wait at most. A batch ends where one would have to wait for the next line,
/// so that the lines of a slow sender are not kept back.
pub(super) fn read(input: Box<dyn Read + Send>, waiting: usize, stops: &Arc<AtomicBool>) -> Receiver<Batch> {
    let (sender, receiver) = sync_channel(waiting);
    let stops = Arc::clone(stops);
    // It may wait for its input when all else has ended, so nobody waits for it.
    std::thread::spawn(move || {
        send(Lines::new(BufReader::with_capacity(READ_BYTES, input)), &sender, &stops);
    });
    receiver
}

fn send(mut lines: Lines<BufReader<Box<dyn Read + Send>>>, sender: &SyncSender<Batch>, stops: &AtomicBool) {
    let (mut index, mut first_line) = (0, 1);
    // Batches are mostly as long as the one before; one that has to grow is copied.
    let mut room = READ_BYTES;
    while !stops.load(Ordering::Relaxed) {
        let (bytes, places) = (Vec::with_capacity(room), Vec::with_capacity(MOST_LINES));
        let mut batch = Batch { index, first_line, read: 0, error: None, bytes, places };
        let ended = fill(&mut batch, &mut lines).unwrap_or_else(|error| {
            batch.error = Some(error);
            true
        });
        room = (batch.bytes.len() + batch.bytes.len() / 8).clamp(READ_BYTES, 2 * MOST_BYTES);
        batch.read = lines.bytes;
        index += 1;
        first_line += batch.len() as u64;
        if sender.send(batch).is_err() || ended {
            return;
        }
    }
}

/// Fills a batch; says whether the input has ended.
fn fill(batch: &mut Batch, lines: &mut Lines<BufReader<Box<dyn Read + Send>>>) -> io::Result<bool> {
    loop {
        match lines.append_to(&mut batch.bytes)? {
            None => return Ok(true),
            Some(place) => batch.places.push(place),
        }
        let left = MOST_LINES.saturating_sub(batch.len());
        lines.append_at_hand(&mut batch.bytes, &mut batch.places, left);
        if batch.len() >= MOST_LINES || batch.bytes.len() >= MOST_BYTES || !lines.is_at_hand() {
            return Ok(false);
        }
    }
}
