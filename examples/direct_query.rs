//! A minimal direct query of the engine, to hold the program's own against: opens
//! what `direct` built, runs one query, prints the texts of the best ten.
//!
//!     cargo run --release --example direct_query -- INDEX QUERY

use std::io::Write;

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::Value;
use tantivy::{Index, ReloadPolicy, TantivyDocument};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(dir), Some(query)) = (args.next(), args.next()) else {
        return Err("usage: direct_query INDEX QUERY".into());
    };
    let index = Index::open_in_dir(dir)?;
    let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let body = index.schema().get_field("body")?;
    let query = QueryParser::for_index(&index, vec![body]).parse_query(&query)?;
    let out = &mut std::io::stdout().lock();
    for (score, at) in searcher.search(&query, &TopDocs::with_limit(10).order_by_score())? {
        let entry: TantivyDocument = searcher.doc(at)?;
        let text = entry.get_first(body).and_then(|value| value.as_str()).unwrap_or_default();
        writeln!(out, "{score}\t{text}")?;
    }
    Ok(())
}
