//! Numbers as SPARQL computes with them: the wider type of two wins.

use std::cmp::Ordering;

use oxsdatatypes::{Decimal, Double, Float, Integer};

pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Integer(Integer),
    Decimal(Decimal),
    Float(Float),
    Double(Double),
}

/// The types that are integers within bounds.
const INTEGERS: &[&str] = &[
    "integer",
    "byte",
    "int",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "positiveInteger",
    "short",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
];

impl Number {
    /// The number that a literal's text is, by the name of its type in XML Schema.
    pub(super) fn read(name: &str, text: &str) -> Option<Self> {
        match name {
            "decimal" => text.parse().ok().map(Self::Decimal),
            "double" => text.parse().ok().map(Self::Double),
            "float" => text.parse().ok().map(Self::Float),
            name if INTEGERS.contains(&name) => text.parse().ok().map(Self::Integer),
            _ => None,
        }
    }

    /// The name of its type, and its canonical text.
    pub(super) fn written(self) -> (&'static str, String) {
        match self {
            Self::Integer(it) => ("integer", it.to_string()),
            Self::Decimal(it) => ("decimal", it.to_string()),
            Self::Float(it) => ("float", it.to_string()),
            Self::Double(it) => ("double", it.to_string()),
        }
    }

    /// Whether it counts as true.
    pub(super) fn truth(self) -> bool {
        match self {
            Self::Integer(it) => it != Integer::from(0),
            Self::Decimal(it) => it != Decimal::from(0),
            Self::Float(it) => it != Float::from(0.0_f32) && !it.is_nan(),
            Self::Double(it) => it != Double::from(0.0) && !it.is_nan(),
        }
    }

    fn double(self) -> Double {
        match self {
            Self::Integer(it) => it.into(),
            Self::Decimal(it) => it.into(),
            Self::Float(it) => it.into(),
            Self::Double(it) => it,
        }
    }

    fn float(self) -> Float {
        match self {
            Self::Integer(it) => it.into(),
            Self::Decimal(it) => it.into(),
            Self::Float(it) => it,
            Self::Double(it) => it.into(),
        }
    }

    fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Integer(it) => Some(it.into()),
            Self::Decimal(it) => Some(it),
            _ => None,
        }
    }

    /// The value of a double for sorting.
    pub(super) fn rough(self) -> f64 {
        self.double().into()
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => one.partial_cmp(&other),
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                self.double().partial_cmp(&other.double())
            }
            (Self::Float(_), _) | (_, Self::Float(_)) => self.float().partial_cmp(&other.float()),
            _ => self.decimal()?.partial_cmp(&other.decimal()?),
        }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Self::Integer(one.checked_add(other)?),
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                Self::Double(self.double() + other.double())
            }
            (Self::Float(_), _) | (_, Self::Float(_)) => Self::Float(self.float() + other.float()),
            _ => Self::Decimal(self.decimal()?.checked_add(other.decimal()?)?),
        })
    }

    pub(super) fn subtract(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Self::Integer(one.checked_sub(other)?),
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                Self::Double(self.double() - other.double())
            }
            (Self::Float(_), _) | (_, Self::Float(_)) => Self::Float(self.float() - other.float()),
            _ => Self::Decimal(self.decimal()?.checked_sub(other.decimal()?)?),
        })
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Self::Integer(one.checked_mul(other)?),
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                Self::Double(self.double() * other.double())
            }
            (Self::Float(_), _) | (_, Self::Float(_)) => Self::Float(self.float() * other.float()),
            _ => Self::Decimal(self.decimal()?.checked_mul(other.decimal()?)?),
        })
    }

    /// Of two integers it is a decimal.
    pub(super) fn divide(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Double(_), _) | (_, Self::Double(_)) => {
                Self::Double(self.double() / other.double())
            }
            (Self::Float(_), _) | (_, Self::Float(_)) => Self::Float(self.float() / other.float()),
            _ => Self::Decimal(self.decimal()?.checked_div(other.decimal()?)?),
        })
    }
}
