//! The formulas of ranking, and how scores are rounded.

/// BM25's saturation and length parameters, as Lucene has them.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Weight of what a passage's notes say against its own text.
pub const NOTES: f32 = 0.4;
/// Weight of the whole document's score.
pub const DOCUMENT: f32 = 0.3;

/// Significant digits that a score has.
const DIGITS: i32 = 6;

/// BM25's inverse document frequency for `df` of `count` texts (Robertson and
/// Zaragoza 2009, with Lucene's 1 + so that no word counts against a text).
pub fn idf(df: u64, count: u64) -> f32 {
    let df = df.min(count) as f32;
    (1.0 + (count as f32 - df + 0.5) / (df + 0.5)).ln()
}

/// BM25's part of `times` occurrences in a text of a length, both in words.
pub fn saturated(times: u32, length: u32, mean: f32) -> f32 {
    let times = times as f32;
    times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length as f32 / mean))
}

/// The unit of the last significant digit of a score.
pub fn unit(score: f64) -> f64 {
    match score.abs() {
        0.0 => 1.0,
        size => 10f64.powi(size.log10().floor() as i32 + 1 - DIGITS),
    }
}

/// `value` to the nearest multiple of `unit`, a power of ten.
pub fn to_unit(value: f64, unit: f64) -> f64 {
    // a power of ten below 1 is not exact in binary, its inverse is
    if unit < 1.0 {
        let inverse = (1.0 / unit).round();
        (value * inverse).round() / inverse
    } else {
        (value / unit).round() * unit
    }
}

/// A score to six significant digits. What comes below depends on the order in
/// which an engine adds, and so on segments and threads.
pub fn rounded(score: f32) -> f32 {
    let score = f64::from(score);
    to_unit(score, unit(score)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_have_six_digits() {
        assert_eq!(rounded(12.345_678), 12.3457);
        assert_eq!(rounded(0.001_234_567_8), 0.001_234_57);
        assert_eq!((rounded(0.0), rounded(123_456.7)), (0.0, 123_457.0));
        assert_eq!(rounded(-9.999_999), -10.0);
    }

    #[test]
    fn a_rare_word_says_more_and_a_repeated_one_ever_less() {
        assert!(idf(1, 1000) > idf(100, 1000) && idf(2000, 1000) > 0.0);
        let times = |n| saturated(n, 100, 100.0);
        assert!(times(2) > times(1) && times(2) - times(1) > times(3) - times(2));
        assert!(saturated(1, 50, 100.0) > saturated(1, 200, 100.0));
    }
}
