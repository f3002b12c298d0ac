//! From pattern letters to the steps that read a string.

use super::super::error::{PatternFault, TimeError};
use super::action::{Action, Sign};
use super::letters::action;
use std::ops::Range;

/// How deep optional sections may nest.
const MAX_DEPTH: usize = 64;

/// One step, and the part of the pattern that it came from.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) action: Action,
    pub(super) range: Range<usize>,
    /// The width in characters that spaces before the value fill up.
    pub(super) pad: Option<usize>,
}

/// Reads a pattern.
pub(super) fn compile(pattern: &str) -> Result<Vec<Step>, TimeError> {
    let mut compiler = Compiler { steps: Vec::new(), number: None, open: Vec::new() };
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let at = pattern.len() - rest.len();
        let length = match first {
            'a'..='z' | 'A'..='Z' => compiler.letters(rest, at)?,
            '\'' => compiler.quoted(rest, at)?,
            '[' => compiler.begin(at)?,
            ']' => compiler.end(at)?,
            '{' | '}' | '#' => return fault(at..at + 1, PatternFault::Reserved(first)),
            _ => {
                compiler.literal(first.to_string(), at..at + first.len_utf8());
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    while !compiler.open.is_empty() {
        compiler.close(pattern.len());
    }
    Ok(compiler.steps)
}

fn fault<T>(range: Range<usize>, fault: PatternFault) -> Result<T, TimeError> {
    Err(TimeError::Pattern { range, fault })
}

fn run_length(text: &str, letter: char) -> usize {
    text.len() - text.trim_start_matches(letter).len()
}

struct Compiler {
    steps: Vec<Step>,
    /// The number that gives way to the numbers of fixed width right after it.
    number: Option<usize>,
    /// Steps that begin the optional sections which are open.
    open: Vec<usize>,
}

impl Compiler {
    /// Takes a run of one letter, with the padding before it, and says how long it is.
    fn letters(&mut self, rest: &str, at: usize) -> Result<usize, TimeError> {
        let mut letter = rest.as_bytes()[0] as char;
        let mut skipped = 0;
        let mut pad = None;
        if letter == 'p' {
            skipped = run_length(rest, 'p');
            let Some(padded) = rest[skipped..].chars().next().filter(char::is_ascii_alphabetic) else {
                return fault(at..at + skipped, PatternFault::PadsNothing);
            };
            (letter, pad) = (padded, Some(skipped));
        }
        let count = run_length(&rest[skipped..], letter);
        let range = at..at + skipped + count;
        match action(letter, count) {
            Ok(action) => self.push(action, range, pad)?,
            Err(problem) => return fault(at + skipped..range.end, problem),
        }
        Ok(skipped + count)
    }

    /// Adds a step; numbers that touch share the digits between them.
    fn push(&mut self, action: Action, range: Range<usize>, pad: Option<usize>) -> Result<(), TimeError> {
        let width = match &action {
            Action::Number { least, most, sign: Sign::Never, .. } if least == most => Some(*most),
            Action::Number { .. } => None,
            Action::TwoDigitYear { .. } => Some(2),
            Action::Fraction { digits } => Some(*digits),
            _ => {
                self.number = None;
                self.steps.push(Step { action, range, pad });
                return Ok(());
            }
        };
        if pad.is_some() {
            self.number = None;
        }
        let this = self.steps.len();
        self.steps.push(Step { action, range, pad });
        let Some(before) = self.number else {
            self.number = Some(this);
            return Ok(());
        };
        if self.steps[before].pad.is_some() {
            return fault(
                self.steps[before].range.start..self.steps[this].range.end,
                PatternFault::PadBeforeNumber,
            );
        }
        if let Action::Number { reserved, .. } = &mut self.steps[before].action {
            *reserved = width.map_or(0, |width| *reserved + width);
        }
        if width.is_none() {
            self.number = Some(this);
        }
        Ok(())
    }

    fn literal(&mut self, text: String, range: Range<usize>) {
        self.number = None;
        self.steps.push(Step { action: Action::Literal(text), range, pad: None });
    }

    /// Takes quoted text; a pair of quotes stands for one quote, inside and on its own.
    fn quoted(&mut self, rest: &str, at: usize) -> Result<usize, TimeError> {
        let mut text = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((index, char)) = chars.next() {
            if char != '\'' || chars.next_if(|(_, next)| *next == '\'').is_some() {
                text.push(char);
                continue;
            }
            if text.is_empty() {
                text.push('\'');
            }
            self.literal(text, at..at + index + 1);
            return Ok(index + 1);
        }
        fault(at..at + rest.len(), PatternFault::UnclosedQuote)
    }

    fn begin(&mut self, at: usize) -> Result<usize, TimeError> {
        if self.open.len() == MAX_DEPTH {
            return fault(at..at + 1, PatternFault::TooDeep);
        }
        self.number = None;
        self.open.push(self.steps.len());
        self.steps.push(Step { action: Action::Begin { end: 0 }, range: at..at + 1, pad: None });
        Ok(1)
    }

    fn end(&mut self, at: usize) -> Result<usize, TimeError> {
        if self.open.is_empty() {
            return fault(at..at + 1, PatternFault::UnopenedOption);
        }
        self.close(at);
        Ok(1)
    }

    fn close(&mut self, at: usize) {
        self.number = None;
        let end = self.steps.len();
        if let Some(begin) = self.open.pop() {
            self.steps[begin].action = Action::Begin { end };
        }
        self.steps.push(Step { action: Action::End, range: at..at, pad: None });
    }
}
