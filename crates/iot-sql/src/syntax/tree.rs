//! What a statement is made of.
//!
//! Every node knows the bytes of the statement it came from.

use crate::functions::Function;
use crate::value::Value;
use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::ops::Range;

/// A name in the statement: an attribute, an alias, a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name as it is compared with keys of the payload.
    pub text: SmolStr,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// A whole statement, or a nested query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The SELECT clause.
    pub select: Select,
    /// The FROM clause; in a rule the topic filter is kept apart, so this is `None` there.
    pub from: Option<Source>,
    /// The WHERE clause's condition.
    pub condition: Option<Expr>,
    /// Where the query stands, in bytes.
    pub range: Range<usize>,
}

/// What a nested query reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The expression after FROM.
    pub expr: Expr,
    /// The element's name.
    pub alias: Option<Name>,
}

/// A SELECT clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Select {
    /// `SELECT a, b AS c, *`.
    Items(Vec<Item>),
    /// `SELECT VALUE expression`.
    Value(Expr),
}

/// One item of a SELECT clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is selected.
    pub expr: Expr,
    /// Whether the item ends in `.*`, which selects every member of `expr`.
    pub spread: bool,
    /// The alias, a path of one or more names; empty where there is none.
    pub alias: Vec<Name>,
    /// The key the item gets without an alias, where it gets one.
    pub default_key: Option<SmolStr>,
    /// Whether it gives one attribute of a key that no item before it gives, and that stands in JSON as it is.
    pub is_new_key: bool,
    /// Where the item stands with its alias, in bytes.
    pub range: Range<usize>,
}

impl Item {
    /// The key of the attribute that it gives; `None` where that stands inside of another, or where there may be several.
    pub(crate) fn key(&self) -> Option<&SmolStr> {
        match self.alias.as_slice() {
            [] => self.default_key.as_ref(),
            [name] => Some(&name.text),
            _ => None,
        }
    }
}

/// A SET variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name with the `@`.
    pub name: Name,
    /// What it is set to.
    pub expr: Expr,
}

/// A topic filter in FROM.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicSource {
    /// The filter's text.
    pub filter: crate::topic::TopicFilter,
    /// Where it stands with its quotes, in bytes.
    pub range: Range<usize>,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, with its brackets, in bytes.
    pub range: Range<usize>,
}

impl Expr {
    /// The names of a path such as `a.b`, where it is one that begins with an attribute.
    #[must_use]
    pub fn path(&self) -> Option<Vec<&str>> {
        match &self.kind {
            ExprKind::Attribute(name) => Some(vec![name]),
            ExprKind::Members(base, members) => {
                let mut path = base.path()?;
                path.extend(members.iter().map(|member| member.text.as_str()));
                Some(path)
            }
            _ => None,
        }
    }
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number, text, Boolean or null that is written out.
    Literal(Value),
    /// `*`: the whole payload, or the element in a nested query.
    Star,
    /// An attribute by its name.
    Attribute(SmolStr),
    /// A SET variable, with its `@`.
    Variable(SmolStr),
    /// `base.a.b`.
    Members(Box<Expr>, Vec<Name>),
    /// A function call.
    Call(Call),
    /// A type's name, as the second argument of `cast`.
    TypeName(&'static CastKeyword),
    /// `-x` or `NOT x`.
    Unary(UnaryOperator, Box<Expr>),
    /// Operators of one precedence in a row, evaluated from the left: `a + b - c`.
    Chain(Box<Expr>, Vec<Link>),
    /// `CASE operand WHEN … THEN … ELSE … END`.
    Case(Box<Case>),
    /// `needle IN haystack`.
    In(Box<Expr>, Box<Expr>),
    /// `EXISTS (SELECT …)`.
    Exists(Box<Query>),
    /// A nested query.
    Query(Box<Query>),
    /// `[a, b]`.
    Array(Vec<Expr>),
    /// `{"a": b}`.
    Object(Vec<(Name, Expr)>),
}

/// One operator of a chain and what stands to its right.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The operator.
    pub operator: BinaryOperator,
    /// Where the operator stands, in bytes.
    pub operator_range: Range<usize>,
    /// Its right side.
    pub right: Expr,
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function.
    pub function: &'static Function,
    /// Where its name stands, in bytes.
    pub name_range: Range<usize>,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// Whether the function takes so many of them; where not, the call is Undefined (`iot-sql-data-types`).
    pub callable: bool,
}

/// A CASE expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What is compared.
    pub operand: Expr,
    /// The WHEN and THEN expressions.
    pub branches: Vec<(Expr, Expr)>,
    /// The ELSE expression.
    pub otherwise: Option<Expr>,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Minus,
    /// `NOT`
    Not,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `OR`
    Or,
    /// `AND`
    And,
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

impl BinaryOperator {
    /// The comparison that holds where this one does and the sides change places; `None` for what is not one.
    #[must_use]
    pub fn reversed(self) -> Option<Self> {
        Some(match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// Whether it compares its operands.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        use BinaryOperator as Op;
        matches!(
            self,
            Op::Equal | Op::NotEqual | Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual
        )
    }

    /// The operator as a rule writes it.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "OR",
            Self::And => "AND",
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        }
    }
}

/// The types that `cast` converts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CastType {
    /// Text.
    String,
    /// An integer.
    Int,
    /// A number with a fraction.
    Decimal,
    /// The same, with no more digits than a double has.
    Double,
    /// A Boolean.
    Boolean,
}

/// A type's keyword after `cast(… AS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CastKeyword {
    /// As AWS writes it; case does not matter.
    pub name: &'static str,
    /// What it converts to.
    pub kind: CastType,
    /// The first SQL version that documents it.
    pub since: SqlVersion,
}

impl CastKeyword {
    /// All keywords, as `iot-sql-functions` lists them under `cast`.
    pub const ALL: &'static [Self] = &[
        Self { name: "String", kind: CastType::String, since: SqlVersion::V2015_10_08 },
        Self { name: "Nvarchar", kind: CastType::String, since: SqlVersion::V2015_10_08 },
        Self { name: "Text", kind: CastType::String, since: SqlVersion::V2015_10_08 },
        Self { name: "Ntext", kind: CastType::String, since: SqlVersion::V2015_10_08 },
        Self { name: "Varchar", kind: CastType::String, since: SqlVersion::V2015_10_08 },
        Self { name: "Int", kind: CastType::Int, since: SqlVersion::V2015_10_08 },
        Self { name: "Integer", kind: CastType::Int, since: SqlVersion::V2015_10_08 },
        Self { name: "Double", kind: CastType::Double, since: SqlVersion::V2015_10_08 },
        Self { name: "Decimal", kind: CastType::Decimal, since: SqlVersion::V2016_03_23 },
        Self { name: "Bool", kind: CastType::Boolean, since: SqlVersion::V2016_03_23 },
        Self { name: "Boolean", kind: CastType::Boolean, since: SqlVersion::V2016_03_23 },
    ];

    /// The keyword of that name, whatever its letters' case.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|keyword| keyword.name.eq_ignore_ascii_case(name))
    }
}
