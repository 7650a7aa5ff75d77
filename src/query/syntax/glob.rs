//! Globs over paths.

use ignore::overrides::{Override, OverrideBuilder};

/// True where a path is to be read as a glob.
pub fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// What is wrong with a glob, if anything.
pub fn glob_fault(glob: &str) -> Option<String> {
    matcher(&[glob.to_owned()]).err()
}

/// Reads globs: one without `/` is for the name alone, one that begins with `!`
/// takes out. Fails with what is wrong.
pub fn matcher(globs: &[String]) -> Result<Override, String> {
    let mut builder = OverrideBuilder::new("");
    let fault = |glob: &str, error: ignore::Error| {
        let text = error.to_string();
        let reason = text.rsplit_once("': ").map_or(text.as_str(), |(_, reason)| reason);
        format!("`{glob}` is no glob: {reason}")
    };
    for glob in globs {
        builder.add(glob).map_err(|error| fault(glob, error))?;
    }
    builder.build().map_err(|error| fault(&globs.join(" "), error))
}
