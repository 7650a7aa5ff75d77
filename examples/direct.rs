//! A minimal direct use of the engine, to hold the index's costs against: one
//! entry a paragraph, one field with the engine's usual tokenizer, positions,
//! stored text, two writing threads.
//!
//!     cargo run --release --example direct -- FOLDER INDEX

use std::path::{Path, PathBuf};

use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument};

fn files(dir: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { files(&path, out)? } else { out.push(path) }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: direct FOLDER INDEX".into());
    };
    let mut schema = Schema::builder();
    let body = schema.add_text_field("body", TEXT | STORED);
    std::fs::create_dir_all(&to)?;
    let index = Index::create_in_dir(&to, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 400 << 20)?;
    let mut paths = Vec::new();
    files(Path::new(&from), &mut paths)?;
    for path in paths {
        let bytes = std::fs::read(path)?;
        let text = String::from_utf8_lossy(&bytes).replace('\r', "");
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            let mut entry = TantivyDocument::new();
            entry.add_text(body, paragraph);
            writer.add_document(entry)?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
