//! What the texts of documents cite and name, for reading by hand.
//!
//!     cargo run --release --example cites_of -- FILE...
//!
//! A line for each citation in the text (its status, form, kind, the citation, the
//! work it stands for) and each attribution, then the seconds that each stage took.

use std::io::Write;
use std::time::Instant;

use ibid::{cite, link, read, segment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut others, mut citing) = (0.0, 0.0);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let Ok(format) = read::choose(&path, &bytes) else { continue };
        let start = Instant::now();
        let mut document = (format.read)(&bytes)?;
        link::link(&mut document);
        others += start.elapsed().as_secs_f64();
        let start = Instant::now();
        document.cites = cite::of_document(&document);
        citing += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let passages = segment::passages(&document);
        others += start.elapsed().as_secs_f64();
        writeln!(out, "# {path}: {} passages", passages.len())?;
        for (block, cite) in &document.cites.text {
            let work = cite.work.as_ref().map_or("", |work| work.raw.as_str());
            writeln!(out, "{block}\t{:?} {:?} {:?}\t{}\t{work}", cite.status, cite.form, cite.kind, cite.raw)?;
        }
        for (block, named) in &document.cites.attributions {
            writeln!(out, "{block}\tnamed\t{}\t{}", named.raw, named.source)?;
        }
    }
    writeln!(out, "# citations {citing:.3} s, reading, linking and passages {others:.3} s")?;
    Ok(())
}
