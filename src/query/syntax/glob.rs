//! Globs over paths.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// True where a path is to be read as a glob.
pub fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// What is wrong with a glob, if anything.
pub fn glob_fault(glob: &str) -> Option<String> {
    Glob::new(glob).err()
}

/// A glob: one without `/` is for a name alone, one that begins with `!` takes out.
///
/// It is read from the folder that was indexed, and with the source's name before it;
/// one that begins with `/` also from the root of the disk. One that names a folder, as
/// `letters`, `letters/` or `lett*` does, means all that lies in it; so does one that takes
/// out. But a star after `/` does not go deeper: `letters/*`.
#[derive(Debug)]
pub struct Glob {
    /// As typed.
    pub typed: String,
    /// True for one that takes files out.
    pub takes_out: bool,
    rule: Gitignore,
}

impl Glob {
    /// Reads a glob.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(typed: &str) -> Result<Glob, String> {
        let fault = |error: ignore::Error| {
            let text = error.to_string();
            let reason = text.rsplit_once("': ").map_or(text.as_str(), |(_, reason)| reason);
            format!("`{typed}` is no glob: {reason}")
        };
        let (takes_out, glob) = match typed.strip_prefix('!') {
            Some(glob) => (true, glob),
            None => (false, typed),
        };
        let mut glob = glob;
        while let Some(rest) = glob.strip_prefix("./") {
            glob = rest;
        }
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        builder.add_line(None, glob).map_err(fault)?;
        let rule = builder.build().map_err(fault)?;
        Ok(Glob { typed: typed.to_owned(), takes_out, rule })
    }

    /// True where a file fits that is known by any of these paths.
    pub fn fits(&self, paths: &[&str]) -> bool {
        let goes_no_deeper = is_glob(&self.typed) && self.typed.trim_start_matches("./").contains('/');
        let folders_too = self.takes_out || !goes_no_deeper;
        // an archive may hold paths that begin with a slash
        let paths = paths.iter().map(|path| path.trim_start_matches('/'));
        paths.into_iter().any(|path| match folders_too {
            true => self.rule.matched_path_or_any_parents(path, false).is_ignore(),
            false => self.rule.matched(path, false).is_ignore(),
        })
    }
}

/// True where globs let a file through: the last that fits decides. Where none fits,
/// it passes if all of them only take out.
pub fn let_through(globs: &[Glob], paths: &[&str]) -> bool {
    match globs.iter().rev().find(|glob| glob.fits(paths)) {
        Some(glob) => !glob.takes_out,
        None => globs.iter().all(|glob| glob.takes_out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(globs: &[&str], path: &str) -> bool {
        let globs: Vec<Glob> = globs.iter().map(|glob| Glob::new(glob).unwrap()).collect();
        let below = path.split_once('/').map_or(path, |(_, below)| below);
        let absolute = format!("home/ann/{path}");
        let_through(&globs, &[path, below, &absolute])
    }

    #[test]
    fn a_glob_is_read_from_the_source_or_with_its_name() {
        for glob in ["papers/mill/*", "mill/*", "./mill/*.txt", "*.txt", "/home/ann/papers/mill/*", "**/a.txt"] {
            assert!(passes(&[glob], "papers/mill/a.txt"), "{glob}");
        }
        for glob in ["mil/*", "papers/*", "a/*", "*.md", "/ann/*"] {
            assert!(!passes(&[glob], "papers/mill/a.txt"), "{glob}");
        }
    }

    #[test]
    fn the_name_of_a_folder_means_what_lies_in_it() {
        for glob in ["mill", "mill/", "papers", "./papers/mill/", "mi*", "*ill"] {
            assert!(passes(&[glob], "papers/mill/old/a.txt"), "{glob}");
        }
        assert!(!passes(&["mill/*"], "papers/mill/old/a.txt"), "a star does not go deeper");
        assert!(passes(&["mill/**"], "papers/mill/old/a.txt"));
    }

    #[test]
    fn what_takes_out_takes_out_all_below() {
        for glob in ["!mill", "!mill/*", "!**/mill/*", "!papers/mill/**", "!*.txt", "!./mill/"] {
            assert!(!passes(&[glob], "papers/mill/old/a.txt"), "{glob}");
            assert!(passes(&[glob], "papers/quay/a.md"), "{glob}");
        }
    }

    #[test]
    fn the_last_that_fits_decides() {
        assert!(passes(&["!mill/*", "*.txt"], "papers/mill/a.txt"));
        assert!(!passes(&["*.txt", "!mill/*"], "papers/mill/a.txt"));
        assert!(!passes(&["*.txt", "!mill/*"], "papers/quay/a.md"));
    }

    #[test]
    fn what_is_no_glob_is_told() {
        assert!(glob_fault("a[").unwrap().starts_with("`a[` is no glob: "));
        assert_eq!(glob_fault("!a/**"), None);
        assert!(Glob::new("!etc").unwrap().fits(&["a.zip!//etc/x", "/etc/x"]));
    }
}
