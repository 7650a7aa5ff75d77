//! Fields: an instruction, which is no text, and its result, which is.

/// Bytes of an instruction that tell its kind.
const KIND: usize = 24;

/// The fields that are open, innermost last.
#[derive(Debug, Default)]
pub struct Fields {
    open: Vec<Field>,
    /// Those of which the instruction is open.
    instructions: usize,
    /// Those of which the result is a table of contents or an index.
    lists: usize,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    result: bool,
}

impl Field {
    fn is_list(&self) -> bool {
        let word = self.instruction.split_whitespace().next().unwrap_or_default();
        matches!(word, "TOC" | "INDEX" | "TOA")
    }
}

impl Fields {
    /// A mark of a field: `begin`, `separate` or `end`.
    pub fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => {
                self.open.push(Field::default());
                self.instructions += 1;
            }
            "separate" => {
                if let Some(field) = self.open.last_mut().filter(|field| !field.result) {
                    field.result = true;
                    self.instructions -= 1;
                    self.lists += usize::from(field.is_list());
                }
            }
            "end" => match self.open.pop() {
                Some(field) if field.result => self.lists -= usize::from(field.is_list()),
                Some(_) => self.instructions -= 1,
                None => {}
            },
            _ => {}
        }
    }

    /// A piece of the innermost instruction.
    pub fn instruction(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| field.instruction.len() < KIND && !field.result) {
            field.instruction.push_str(&text[..text.floor_char_boundary(KIND)]);
        }
    }

    /// True where text is none, but a part of an instruction.
    pub fn in_instruction(&self) -> bool {
        self.instructions > 0
    }

    /// True in a table of contents or an index.
    pub fn in_list(&self) -> bool {
        self.lists > 0
    }

    /// A paragraph ends: no instruction goes on after it, so that one which is
    /// never closed costs no text.
    pub fn end_paragraph(&mut self) {
        if self.instructions > 0 {
            self.open.retain(|field| field.result);
            self.instructions = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_results_and_lists() {
        let mut fields = Fields::default();
        fields.mark("begin");
        fields.instruction(" TOC \\o ");
        assert!(fields.in_instruction() && !fields.in_list());
        fields.mark("separate");
        fields.mark("begin");
        assert!(fields.in_instruction() && fields.in_list());
        fields.end_paragraph();
        assert!(!fields.in_instruction());
        fields.mark("end");
        assert!(!fields.in_list());
        fields.mark("end");
    }
}
