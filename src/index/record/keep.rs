//! How a type is turned into what is stored of it, and back.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::span::Span;

/// A value that has a form in which it is stored.
pub trait Keep: Sized {
    /// That form.
    type Stored: Serialize + DeserializeOwned;

    /// What is to be stored.
    fn keep(&self) -> Self::Stored;

    /// What was stored.
    ///
    /// # Errors
    ///
    /// It stands for no such value; what it stands for instead is nobody's guess.
    fn back(stored: Self::Stored) -> Result<Self, Senseless>;
}

/// Bytes that decode and make no sense.
#[derive(Debug)]
pub struct Senseless;

/// Values that are stored as they are.
macro_rules! as_they_are {
    ($($kind:ty),*) => {$(
        impl Keep for $kind {
            type Stored = $kind;

            fn keep(&self) -> $kind {
                self.clone()
            }

            fn back(stored: $kind) -> Result<$kind, Senseless> {
                Ok(stored)
            }
        }
    )*};
}

as_they_are!(String, bool, u8, u32, u64, i64, usize, BTreeMap<String, String>);

/// A type of the model whose fields are stored one after the other, each as its own type
/// says. The first of the two names is that of the stored form.
macro_rules! stored {
    ($(#[$doc:meta])* $name:ident of $model:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            $($field: $kind,)*
        }

        impl From<&$model> for $name {
            fn from(of: &$model) -> $name {
                // no field of the model is left out
                let $model { $($field),* } = of;
                $name { $($field: $field.keep()),* }
            }
        }

        impl TryFrom<$name> for $model {
            type Error = Senseless;

            fn try_from(stored: $name) -> Result<$model, Senseless> {
                Ok($model { $($field: Keep::back(stored.$field)?),* })
            }
        }

        kept!($name of $model);
    };
}

/// An enumeration of the model, stored as the number of the variant.
macro_rules! stored_variants {
    ($(#[$doc:meta])* $name:ident of $model:ident { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub enum $name {
            $($variant,)*
        }

        impl From<&$model> for $name {
            fn from(of: &$model) -> $name {
                match of {
                    $($model::$variant => $name::$variant,)*
                }
            }
        }

        impl TryFrom<$name> for $model {
            type Error = Senseless;

            fn try_from(stored: $name) -> Result<$model, Senseless> {
                Ok(match stored {
                    $($name::$variant => $model::$variant,)*
                })
            }
        }

        kept!($name of $model);
    };
}

macro_rules! kept {
    ($name:ident of $model:ident) => {
        impl Keep for $model {
            type Stored = $name;

            fn keep(&self) -> $name {
                self.into()
            }

            fn back(stored: $name) -> Result<$model, Senseless> {
                stored.try_into()
            }
        }
    };
}

impl<T: Keep> Keep for Option<T> {
    type Stored = Option<T::Stored>;

    fn keep(&self) -> Self::Stored {
        self.as_ref().map(T::keep)
    }

    fn back(stored: Self::Stored) -> Result<Self, Senseless> {
        stored.map(T::back).transpose()
    }
}

impl<T: Keep> Keep for Vec<T> {
    type Stored = Vec<T::Stored>;

    fn keep(&self) -> Self::Stored {
        self.iter().map(T::keep).collect()
    }

    fn back(stored: Self::Stored) -> Result<Self, Senseless> {
        stored.into_iter().map(T::back).collect()
    }
}

impl<T: Keep> Keep for Box<T> {
    type Stored = T::Stored;

    fn keep(&self) -> Self::Stored {
        T::keep(self)
    }

    fn back(stored: Self::Stored) -> Result<Self, Senseless> {
        T::back(stored).map(Box::new)
    }
}

impl Keep for Span {
    type Stored = (usize, usize);

    fn keep(&self) -> (usize, usize) {
        (*self).into()
    }

    fn back(stored: (usize, usize)) -> Result<Span, Senseless> {
        Ok(stored.into())
    }
}

pub(super) use {kept, stored, stored_variants};
