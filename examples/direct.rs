//! A minimal direct use of the engine, to hold the index's costs against: one
//! entry a paragraph, one field with the engine's usual tokenizer, positions,
//! stored text, two writing threads.
//!
//!     cargo run --release --example direct -- [--stems] FOLDER INDEX
//!
//! With `--stems` a second field holds the English stems of the same words with
//! their frequencies: what ibid indexes of a passage, the text stored once.

use std::path::{Path, PathBuf};

use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

fn files(dir: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { files(&path, out)? } else { out.push(path) }
    }
    Ok(())
}

/// The schema, and the fields that every paragraph goes into.
fn schema(stems: bool) -> (Schema, Vec<Field>) {
    let mut schema = Schema::builder();
    let mut fields = vec![schema.add_text_field("body", TEXT | STORED)];
    if stems {
        let indexing = TextFieldIndexing::default().set_tokenizer("en_stem");
        let indexing = indexing.set_index_option(IndexRecordOption::WithFreqs);
        fields.push(schema.add_text_field("stems", TextOptions::default().set_indexing_options(indexing)));
    }
    (schema.build(), fields)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let [from, to] = paths.as_slice() else {
        return Err("usage: direct [--stems] FOLDER INDEX".into());
    };
    if let Some(flag) = flags.iter().find(|flag| *flag != "--stems") {
        return Err(format!("`{flag}` is no option here").into());
    }
    let (schema, fields) = schema(!flags.is_empty());
    std::fs::create_dir_all(to)?;
    let index = Index::create_in_dir(to, schema)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 400 << 20)?;
    let mut paths = Vec::new();
    files(Path::new(from), &mut paths)?;
    for path in paths {
        let bytes = std::fs::read(path)?;
        let text = String::from_utf8_lossy(&bytes).replace('\r', "");
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            let mut entry = TantivyDocument::new();
            for &field in &fields {
                entry.add_text(field, paragraph);
            }
            writer.add_document(entry)?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
