//! Values of arguments: each has one `FromStr`, used by every door, and is valid once it exists.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::base::slug::slug;
use crate::reason::recommend::part::Part;
use crate::reason::recommend::reasons::names;
use crate::sources::columns::Field;

/// The pattern of one text or several with commas, each of which has this pattern.
fn several_of(one: &str) -> String {
    format!("^({one})(,({one}))*$")
}

/// Lets JSON and query strings give a value as its text, and JSON show it so.
macro_rules! as_text {
    ($value:ty) => {
        impl TryFrom<String> for $value {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }
    };
}

/// Marks the property of a schema that names files of the one who asks: doors that have none leave it out.
pub const READS_FILES: &str = "x-reads-files";

/// A need, how many different picks of it, and of which kind: `messaging`, `messaging:2`, `job-scheduler:library`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("pattern" = several_of(r"[^:,\u0000-\u001f\u007f-\u009f]+((:(20|1[0-9]|[1-9]))?(:(service|library))?|:(service|library):(20|1[0-9]|[1-9]))")))]
pub struct Needed {
    /// The need's slug, name or alias.
    pub name: String,
    /// How many different picks.
    pub picks: usize,
    /// Whether it is to be a service or a library; either where nothing is said.
    pub part: Option<Part>,
}
as_text!(Needed);

impl FromStr for Needed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = text.split(':');
        let mut needed = Self {
            name: pieces.next().unwrap_or_default().to_owned(),
            picks: 1,
            part: None,
        };
        let mut is_counted = false;
        for piece in pieces {
            let named = Part::ALL.into_iter().find(|it| it.name() == piece);
            match (named, piece.parse()) {
                (Some(_), _) if needed.part.is_some() => {
                    return Err(format!("`{text}` names two kinds, expected one"));
                }
                (None, Ok(_)) if is_counted => {
                    return Err(format!("`{text}` has two numbers of picks, expected one"));
                }
                (Some(part), _) => needed.part = Some(part),
                (None, Ok(picks @ 1..=20)) => (needed.picks, is_counted) = (picks, true),
                (None, Ok(_)) => {
                    return Err(format!(
                        "`{piece}` is not a valid number of picks, expected 1 to 20"
                    ));
                }
                (None, Err(_)) => {
                    return Err(format!(
                        "`{piece}` after a need, expected a number of picks from 1 to 20, `service` or `library`"
                    ));
                }
            }
        }
        Ok(needed)
    }
}

/// An item of a list and the entry that it is, both by slug: `nats-acme=nats`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Settled {
    /// The slug that the item has while it is kept apart.
    pub item: String,
    /// The slug of the entry.
    pub entry: String,
}
as_text!(Settled);

impl FromStr for Settled {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=');
        match parts.map(|(item, entry)| (slug(item), slug(entry))) {
            Some((item, entry)) if !item.is_empty() && !entry.is_empty() => {
                Ok(Self { item, entry })
            }
            _ => Err(format!("`{text}` is not a pair, expected `ITEM=ENTRY`")),
        }
    }
}

/// A column of a table and what it holds: `Werkzeug=name`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Mapped {
    /// The name of the column.
    pub column: String,
    /// What it holds.
    pub field: Field,
}
as_text!(Mapped);

impl FromStr for Mapped {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.rsplit_once('=') {
            Some((column, field)) if !column.trim().is_empty() => Ok(Self {
                column: column.trim().to_owned(),
                field: field.parse()?,
            }),
            _ => Err(format!("`{text}` is not a pair, expected `COLUMN=FIELD`")),
        }
    }
}

/// A reason and what it counts: `adoption=0.5`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("pattern" = several_of(&format!("({})=(100|[0-9]{{1,2}}(\\.[0-9]+)?)", names().collect::<Vec<_>>().join("|")))))]
pub struct Weight {
    /// The name of the reason.
    pub reason: String,
    /// From 0 to 100.
    pub weight: f64,
}
as_text!(Weight);

impl FromStr for Weight {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (reason, number) = text
            .split_once('=')
            .ok_or("there is no `=`, expected REASON=NUMBER")?;
        match number.parse::<f64>() {
            Ok(weight) if (0.0..=100.0).contains(&weight) => Ok(Self {
                reason: reason.to_owned(),
                weight,
            }),
            _ => Err(format!(
                "`{number}` is not a valid weight, expected a number from 0 to 100"
            )),
        }
    }
}

/// A time: `500ms`, `30s`, `2m` or a bare number of seconds; up to a day
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^([0-9]{1,4}(\.[0-9]+)?(ms|s)?|[0-9]{5,7}ms|[0-9]{1,3}(\.[0-9]+)?m|(1?[0-9]|2[0-3])(\.[0-9]+)?h)$"))]
pub struct Time(pub Duration);
as_text!(Time);

impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "`{text}` is not a valid time, expected a number with ms, s, m or h, such as 30s"
            )
        };
        let unit = text.find(|it: char| it.is_alphabetic());
        let (number, unit) = text.split_at(unit.unwrap_or(text.len()));
        let factor = match unit.trim() {
            "ms" => 0.001,
            "" | "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            _ => return Err(expected()),
        };
        let seconds = number.trim().parse::<f64>().map_err(|_| expected())? * factor;
        if (0.0..=86_400.0).contains(&seconds) {
            Ok(Self(Duration::from_secs_f64(seconds)))
        } else {
            Err(expected())
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(time) = self;
        if time.subsec_nanos() == 0 {
            write!(formatter, "{}s", time.as_secs())
        } else {
            write!(formatter, "{}ms", time.as_secs_f64() * 1000.0)
        }
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

/// A size of memory: `500MB` or `4GB`; thousands of bytes count as 1024
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Size(pub u64);
as_text!(Size);

const UNITS: [(&str, u32); 2] = [("GB", 30), ("MB", 20)];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = UNITS.iter().find_map(|(unit, shift)| {
            let number: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
            number.checked_mul(1 << shift)
        });
        read.map(Self).ok_or_else(|| {
            format!(
                "`{text}` is not a valid size, expected a whole number with MB or GB, such as 4GB"
            )
        })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |shift: u32| self.0.is_multiple_of(1 << shift);
        let (unit, shift) = UNITS
            .into_iter()
            .find(|(_, shift)| whole(*shift))
            .unwrap_or(("MB", 20));
        write!(formatter, "{}{unit}", self.0 >> shift)
    }
}

impl From<Size> for String {
    fn from(size: Size) -> Self {
        size.to_string()
    }
}

/// A whole number between two bounds, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Within<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Within<LEAST, MOST> {
    /// The number, moved to the nearest bound where it is outside.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(if number < LEAST {
            LEAST
        } else if number > MOST {
            MOST
        } else {
            number
        })
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    fn checked(number: u64) -> Result<Self, String> {
        u32::try_from(number)
            .ok()
            .filter(|it| (LEAST..=MOST).contains(it))
            .map(Self)
            .ok_or_else(|| Self::expected(&number))
    }

    fn expected(found: &dyn fmt::Display) -> String {
        format!("`{found}` is not valid, expected a whole number from {LEAST} to {MOST}")
    }
}

impl<const LEAST: u32, const MOST: u32> FromStr for Within<LEAST, MOST> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| Self::expected(&text))
            .and_then(Self::checked)
    }
}

impl<const LEAST: u32, const MOST: u32> fmt::Display for Within<LEAST, MOST> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Within<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer)
            .and_then(|number| Self::checked(number).map_err(D::Error::custom))
    }
}

impl<const LEAST: u32, const MOST: u32> JsonSchema for Within<LEAST, MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("From{LEAST}To{MOST}").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": LEAST, "maximum": MOST})
    }
}

/// Reads `"a,b"`, `["a", "b"]` or a key that is repeated, as the command line reads `--lang a,b` and `--lang a --lang b`.
pub(crate) fn several<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let texts = deserializer.deserialize_any(Texts)?;
    let parts = texts.iter().flat_map(|it| it.split(','));
    parts
        .map(|it| it.parse().map_err(D::Error::custom))
        .collect()
}

/// Reads one text or many, each as it is.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(Texts)
}

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or a list of texts")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(vec![text.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element()? {
            texts.push(text);
        }
        Ok(texts)
    }
}
