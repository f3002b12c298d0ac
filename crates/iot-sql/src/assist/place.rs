//! Where in the grammar a place is, as far as the tokens before it say.

use super::bracket::Pairs;
use crate::functions::{self, Function};
use crate::syntax::{Lexeme, LexemeKind};
use std::ops::Range;

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    /// SET or SELECT.
    Statement,
    /// A variable that SET sets.
    Variable,
    /// The `=` after it.
    Assignment,
    /// The beginning of an operand.
    Operand,
    /// What follows an operand: operators, and the clause's next keywords.
    Operator,
    /// A new name.
    Name,
    /// What follows a new name: the clause's next keywords, no operators.
    AfterName,
    /// A key after a dot.
    Member,
    /// A key of an object literal.
    Key,
    /// The colon after it.
    Colon,
    /// FROM's topic filter.
    Topic,
    /// A type after `cast(… AS`.
    Type,
    /// What closes a bracket.
    Close,
    /// The bracket after EXISTS.
    Exists,
}

/// Which part of a statement or of a nested query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// An expression that belongs to no clause of its own: in brackets, in a template.
    None,
    Set,
    Select,
    From,
    Where,
}

/// What is open at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FrameKind {
    Statement,
    Template,
    Query,
    Parenthesis,
    /// A call; the function is `None` where none has this name.
    Call(Option<&'static Function>),
    Array,
    Object,
    /// CASE; the word of it that was read last, by its place in [`CASE_WORDS`].
    Case(usize),
}

/// The words of CASE in their order.
pub(super) const CASE_WORDS: [&str; 5] = ["CASE", "WHEN", "THEN", "ELSE", "END"];

/// Something that is open, and how far it was read.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// What opens it: a bracket or a word. Empty for the statement.
    pub(super) open: Range<usize>,
    /// The first byte of what opens it, where another sign or word closes it.
    sign: u8,
    pub(super) clause: Clause,
    pub(super) expects: Expects,
    /// How many commas were read in it.
    pub(super) commas: usize,
    /// Where the operand starts that was read last, or is being read.
    pub(super) operand: usize,
    /// The operand before the last operator, and the operator.
    pub(super) left: Option<(Range<usize>, Range<usize>)>,
    /// The name of the call, in the text.
    pub(super) name: Range<usize>,
}

/// Tokens, gone through up to a place.
pub(super) struct Walk {
    /// What is open there, the innermost last; never empty.
    pub(super) frames: Vec<Frame>,
    /// Brackets, and CASE with END, that belong together.
    pub(super) pairs: Pairs,
    /// Those without a partner.
    pub(super) alone: Vec<Range<usize>>,
    /// The variables that SET sets: name, and expression as far as it was read.
    pub(super) variables: Vec<(Range<usize>, Range<usize>)>,
    /// How many of each bracket are open.
    open: [usize; BRACKETS.len()],
}

const BRACKETS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];

/// What CASE counts as, beside brackets.
const CASE_SIGN: u8 = b'C';

impl Walk {
    /// Goes through all these tokens.
    pub(super) fn over(text: &str, lexemes: &[Lexeme], is_template: bool) -> Self {
        let (kind, expects) = if is_template {
            (FrameKind::Template, Expects::Operand)
        } else {
            (FrameKind::Statement, Expects::Statement)
        };
        let frame = Frame::new(kind, 0..0, 0, expects);
        let mut walk = Self {
            frames: vec![frame],
            pairs: Vec::new(),
            alone: Vec::new(),
            variables: Vec::new(),
            open: [0; 3],
        };
        let mut before = 0..0;
        for lexeme in lexemes {
            if lexeme.kind != LexemeKind::Comment {
                walk.step(text, lexeme, &before);
                before = lexeme.range.clone();
            }
        }
        walk.alone.extend(walk.frames.iter().filter(|frame| frame.sign != 0).map(|frame| frame.open.clone()));
        walk
    }

    pub(super) fn top(&self) -> &Frame {
        // The statement's frame is never taken off.
        &self.frames[self.frames.len() - 1]
    }

    fn top_mut(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// The innermost call that is open.
    pub(super) fn call(&self) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| matches!(frame.kind, FrameKind::Call(_)))
    }

    fn push(&mut self, kind: FrameKind, open: &Range<usize>, sign: u8, expects: Expects) {
        if let Some(index) = BRACKETS.iter().position(|(open, _)| *open == sign) {
            self.open[index] += 1;
        }
        self.frames.push(Frame::new(kind, open.clone(), sign, expects));
    }

    fn pop(&mut self) -> Option<Frame> {
        let frame = if self.frames.len() > 1 { self.frames.pop() } else { None }?;
        if let Some(index) = BRACKETS.iter().position(|(open, _)| *open == frame.sign) {
            self.open[index] -= 1;
        }
        Some(frame)
    }

    fn step(&mut self, text: &str, lexeme: &Lexeme, before: &Range<usize>) {
        use LexemeKind as Kind;
        let range = &lexeme.range;
        if self.top().expects == Expects::Operand && lexeme.kind != Kind::Close {
            self.top_mut().operand = range.start;
        }
        let expects = self.top().expects;
        match lexeme.kind {
            Kind::Keyword => self.keyword(&text[range.clone()], range),
            Kind::Word => {
                let next = match expects {
                    Expects::Name | Expects::AfterName => Expects::AfterName,
                    Expects::Type => Expects::Close,
                    Expects::Statement => Expects::Statement,
                    Expects::Topic => Expects::AfterName,
                    // `FROM readings AS r` may do without AS.
                    Expects::Operator if self.is_source() => Expects::AfterName,
                    _ => Expects::Operator,
                };
                self.top_mut().expects = next;
            }
            Kind::Variable => {
                let is_set = expects == Expects::Variable;
                if is_set {
                    self.variables.push((range.clone(), range.end..range.end));
                }
                self.top_mut().expects = if is_set { Expects::Assignment } else { Expects::Operator };
            }
            Kind::String | Kind::OpenString => {
                self.top_mut().expects = match expects {
                    Expects::Topic | Expects::AfterName => Expects::AfterName,
                    Expects::Key => Expects::Colon,
                    _ => Expects::Operator,
                };
            }
            Kind::Number => self.top_mut().expects = Expects::Operator,
            Kind::Operator => self.operator(&text[range.clone()], range, before),
            Kind::Comma => self.comma(),
            Kind::Period => {
                let frame = self.top_mut();
                frame.expects =
                    if frame.expects == Expects::AfterName { Expects::Name } else { Expects::Member };
            }
            Kind::Colon => self.top_mut().expects = Expects::Operand,
            Kind::Semicolon | Kind::Comment => {}
            Kind::Open => self.open(text, range, before),
            Kind::Close => self.close(text, range),
            // The beginning of what is foreign here is anybody's guess.
            Kind::Foreign => self.top_mut().expects = Expects::Operand,
        }
        if let Some((_, expression)) = self.variables.last_mut()
            && self.frames[0].clause == Clause::Set
            && self.frames[0].expects != Expects::Variable
        {
            expression.end = range.end;
        }
    }

    /// Whether the innermost query is at its FROM, behind which an alias may stand.
    fn is_source(&self) -> bool {
        let top = self.top();
        top.kind == FrameKind::Query && top.clause == Clause::From
    }

    fn operator(&mut self, sign: &str, range: &Range<usize>, before: &Range<usize>) {
        let frame = self.top_mut();
        match frame.expects {
            Expects::Assignment => {
                frame.expects = Expects::Operand;
                frame.left = None;
                if let Some((_, expression)) = self.variables.last_mut() {
                    *expression = range.end..range.end;
                }
            }
            Expects::Operand if sign == "*" => frame.expects = Expects::Operator,
            // `a.*`
            Expects::Member if sign == "*" => frame.expects = Expects::AfterName,
            // A sign before its operand.
            Expects::Operand => {}
            _ => {
                frame.left = Some((frame.operand..before.end.max(frame.operand), range.clone()));
                frame.expects = Expects::Operand;
            }
        }
    }

    fn comma(&mut self) {
        // A comma ends a CASE, and a nested query that is past its items.
        while self.frames.len() > 1 {
            let top = self.top();
            let is_past = top.kind == FrameKind::Query && top.clause != Clause::Select;
            if !(matches!(top.kind, FrameKind::Case(_)) || is_past) {
                break;
            }
            self.pop_alone();
        }
        let frame = self.top_mut();
        frame.commas += 1;
        frame.left = None;
        frame.expects = match frame.kind {
            FrameKind::Object => Expects::Key,
            FrameKind::Statement if frame.clause == Clause::Set => Expects::Variable,
            _ => Expects::Operand,
        };
    }

    fn open(&mut self, text: &str, range: &Range<usize>, before: &Range<usize>) {
        match &text[range.clone()] {
            "[" => self.push(FrameKind::Array, range, b'[', Expects::Operand),
            "{" => self.push(FrameKind::Object, range, b'{', Expects::Key),
            _ => {
                let name = text.get(before.clone()).unwrap_or_default();
                let is_name = name.ends_with(|ch: char| ch.is_alphanumeric() || ch == '_');
                let is_call = self.top().expects == Expects::Operator && is_name;
                let kind =
                    if is_call { FrameKind::Call(functions::find(name)) } else { FrameKind::Parenthesis };
                self.push(kind, range, b'(', Expects::Operand);
                self.top_mut().name = before.clone();
            }
        }
    }

    fn close(&mut self, text: &str, range: &Range<usize>) {
        let close = text.as_bytes().get(range.start).copied().unwrap_or_default();
        let Some(index) = BRACKETS.iter().position(|(_, sign)| *sign == close) else { return };
        if self.open[index] == 0 {
            return self.alone.push(range.clone());
        }
        while self.top().sign != BRACKETS[index].0 {
            self.pop_alone();
        }
        if let Some(frame) = self.pop() {
            self.pairs.push((frame.open, range.clone()));
        }
        self.top_mut().expects = Expects::Operator;
    }

    /// Takes off a frame that is not closed.
    fn pop_alone(&mut self) {
        if let Some(frame) = self.pop()
            && frame.sign != 0
        {
            self.alone.push(frame.open);
        }
    }

    fn keyword(&mut self, word: &str, range: &Range<usize>) {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        if let Some(index) = CASE_WORDS.iter().position(|case| is(case)) {
            return self.case_word(index, range);
        }
        if is("SELECT") {
            let top = self.top_mut();
            let starts = top.kind == FrameKind::Statement
                && (top.clause == Clause::Set && top.expects != Expects::Operand
                    || top.clause == Clause::None);
            if !starts {
                self.push(FrameKind::Query, range, 0, Expects::Operand);
            }
            let top = self.top_mut();
            top.clause = Clause::Select;
            return top.begin(Expects::Operand);
        }
        if is("FROM") || is("WHERE") {
            while matches!(self.top().kind, FrameKind::Case(_)) {
                self.pop_alone();
            }
            let top = self.top_mut();
            let is_from = is("FROM");
            top.clause = if is_from { Clause::From } else { Clause::Where };
            let is_topic = is_from && top.kind == FrameKind::Statement;
            return top.begin(if is_topic { Expects::Topic } else { Expects::Operand });
        }
        let is_cast = matches!(self.top().kind, FrameKind::Call(_));
        let top = self.top_mut();
        if is("SET") {
            top.clause = Clause::Set;
            top.begin(Expects::Variable);
        } else if is("AS") {
            top.begin(if is_cast { Expects::Type } else { Expects::Name });
        } else if is("EXISTS") {
            top.begin(Expects::Exists);
        } else if is("IN") {
            top.left = Some((top.operand..range.start, range.clone()));
            top.expects = Expects::Operand;
        } else {
            top.begin(Expects::Operand);
        }
    }

    fn case_word(&mut self, index: usize, range: &Range<usize>) {
        if index == 0 {
            return self.push(FrameKind::Case(0), range, CASE_SIGN, Expects::Operand);
        }
        if !matches!(self.top().kind, FrameKind::Case(_)) {
            self.alone.push(range.clone());
            return self.top_mut().begin(Expects::Operand);
        }
        if index == CASE_WORDS.len() - 1 {
            if let Some(frame) = self.pop() {
                self.pairs.push((frame.open, range.clone()));
            }
            self.top_mut().expects = Expects::Operator;
            return;
        }
        let top = self.top_mut();
        top.kind = FrameKind::Case(index);
        top.begin(Expects::Operand);
    }
}

impl Frame {
    fn new(kind: FrameKind, open: Range<usize>, sign: u8, expects: Expects) -> Self {
        let operand = open.end;
        Self { kind, open, sign, clause: Clause::None, expects, commas: 0, operand, left: None, name: 0..0 }
    }

    fn begin(&mut self, expects: Expects) {
        self.expects = expects;
        self.left = None;
    }
}
