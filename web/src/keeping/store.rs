//! The browser's database in which texts are kept. SQL and payload stay the browser's own strings all the way.

use js_sys::{Array, JsString, Promise};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// The database's name and the version of its stores, which is not that of what stands in them.
const NAME: &str = "rulelens";
const STORES_VERSION: u32 = 1;

/// What can be told of each kept text, by its id.
const HEADS: &str = "heads";

/// The parts of each kept text, by its id and their names.
const PARTS: &str = "parts";

/// How long the database may take to open, in milliseconds; a browser may never answer.
const OPENING_DEADLINE: i32 = 3_000;

/// Why something cannot be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The browser gives the page no more room.
    Full,
    /// The browser lets the page keep nothing.
    Forbidden,
    /// The connection to the database was closed, for example because the user cleared the page's data.
    Closed,
    /// Something else, as a clause.
    Other(String),
}

impl Trouble {
    fn of(error: &JsValue) -> Self {
        let exception = error.dyn_ref::<DomException>();
        match exception.map(DomException::name).as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("SecurityError" | "NotAllowedError") => Self::Forbidden,
            Some("InvalidStateError") => Self::Closed,
            Some("VersionError") => Self::Other(
                "another tab has a newer version of this page, which this one must be reloaded to get"
                    .to_owned(),
            ),
            Some(name) => Self::Other(format!("the browser reports {name}")),
            None => Self::Other("the browser does not say why".to_owned()),
        }
    }

    /// As a clause.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Full => "the browser has no more room for this page's data",
            Self::Forbidden => "the browser does not let this page store data",
            Self::Closed => "the browser closed the page's database",
            Self::Other(why) => why,
        }
    }
}

/// A part of a kept text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The fields, as JSON.
    Inputs,
    /// The SQL.
    Sql,
    /// The payload.
    Payload,
    /// The same before another text took their place, while there is a way back.
    InputsBefore,
    /// The SQL before.
    SqlBefore,
    /// The payload before.
    PayloadBefore,
    /// The payloads of all messages, as JSON, where there are several.
    Payloads,
    /// The payloads before.
    PayloadsBefore,
}

/// Parts with their texts; one without is not there.
pub(super) type Parts = Vec<(Part, Option<JsString>)>;

impl Part {
    pub(super) const ALL: [Self; 8] = [
        Self::Inputs,
        Self::Sql,
        Self::Payload,
        Self::InputsBefore,
        Self::SqlBefore,
        Self::PayloadBefore,
        Self::Payloads,
        Self::PayloadsBefore,
    ];

    fn key(self, id: &str) -> JsValue {
        let name = match self {
            Self::Inputs => "inputs",
            Self::Sql => "sql",
            Self::Payload => "payload",
            Self::InputsBefore => "before/inputs",
            Self::SqlBefore => "before/sql",
            Self::PayloadBefore => "before/payload",
            Self::Payloads => "payloads",
            Self::PayloadsBefore => "before/payloads",
        };
        key_of(id, name)
    }
}

fn key_of(id: &str, name: &str) -> JsValue {
    format!("{id}/{name}").into()
}

/// The keys of all parts of a text.
fn all_of(id: &str) -> Result<IdbKeyRange, JsValue> {
    // `0` follows `/`.
    IdbKeyRange::bound_with_lower_open_and_upper_open(
        &format!("{id}/").into(),
        &format!("{id}0").into(),
        false,
        true,
    )
}

/// All that is kept of a text.
pub(crate) struct Whole {
    id: String,
    head: JsValue,
    parts: Vec<(JsValue, JsValue)>,
}

impl Whole {
    /// The head, where there is one.
    pub(super) fn head(&self) -> Option<String> {
        self.head.as_string()
    }
}

/// The open database.
pub(super) struct Store {
    database: IdbDatabase,
    _on_change: Closure<dyn FnMut()>,
}

impl Store {
    /// Opens the database, and makes its stores the first time.
    pub(super) async fn open() -> Result<Self, Trouble> {
        // A browser that forbids storage denies even the attribute.
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let factory = factory.ok_or(Trouble::Forbidden)?;
        let request = factory.open_with_u32(NAME, STORES_VERSION).map_err(|_| Trouble::Forbidden)?;
        let upgrade = Closure::<dyn FnMut()>::new({
            let request = request.clone();
            move || {
                if let Some(database) = database_of(&request) {
                    for store in [HEADS, PARTS] {
                        let _ = database.create_object_store(store);
                    }
                }
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = Promise::race(&Array::of2(&settled(&request), &late()));
        let opened = JsFuture::from(opened).await;
        request.set_onupgradeneeded(None);
        match opened {
            Ok(in_time) if in_time.is_undefined() => {
                return Err(Trouble::Other("the browser's database does not answer".to_owned()));
            }
            Ok(_) => {}
            Err(_) => {
                let error = request.error().ok().flatten().map(JsValue::from).unwrap_or_default();
                return Err(match Trouble::of(&error) {
                    // Some browsers say so where storage is forbidden.
                    Trouble::Closed => Trouble::Forbidden,
                    trouble => trouble,
                });
            }
        }
        let database = database_of(&request).ok_or(Trouble::Forbidden)?;
        // A later release in another tab must be able to change the stores; this tab then says that it keeps no more.
        let on_change = Closure::<dyn FnMut()>::new({
            let database = database.clone();
            move || database.close()
        });
        database.set_onversionchange(Some(on_change.as_ref().unchecked_ref()));
        Ok(Self { database, _on_change: on_change })
    }

    /// What can be told of each kept text, with its id.
    pub(super) async fn heads(&self) -> Result<Vec<(String, String)>, Trouble> {
        let transaction = self.begin(&[HEADS], IdbTransactionMode::Readonly)?;
        let store = transaction.object_store(HEADS).map_err(|error| Trouble::of(&error))?;
        let keys = store.get_all_keys().map_err(|error| Trouble::of(&error))?;
        let heads = store.get_all().map_err(|error| Trouble::of(&error))?;
        let [keys, heads] = [result(&keys).await?, result(&heads).await?].map(|list| Array::from(&list));
        Ok(keys
            .iter()
            .zip(heads.iter())
            .filter_map(|(id, head)| Some((id.as_string()?, head.as_string().unwrap_or_default())))
            .collect())
    }

    /// The parts of a kept text, in the order of [`Part::ALL`]; `Err` for one that is not a string.
    pub(super) async fn parts(&self, id: &str) -> Result<Vec<Result<Option<JsString>, ()>>, Trouble> {
        let transaction = self.begin(&[PARTS], IdbTransactionMode::Readonly)?;
        let store = transaction.object_store(PARTS).map_err(|error| Trouble::of(&error))?;
        let requests: Result<Vec<IdbRequest>, JsValue> =
            Part::ALL.iter().map(|part| store.get(&part.key(id))).collect();
        let mut found = Vec::new();
        for request in requests.map_err(|error| Trouble::of(&error))? {
            let value = result(&request).await?;
            found.push(if value.is_undefined() {
                Ok(None)
            } else {
                value.dyn_into().map(Some).map_err(|_| ())
            });
        }
        Ok(found)
    }

    /// Writes a text's head and those of its parts that are named; a part without a value is deleted.
    ///
    /// All is handed to the browser before this returns, so that it is kept also where the page is about to go away.
    pub(super) fn write(
        &self,
        id: &str,
        head: &str,
        parts: &[(Part, Option<JsString>)],
    ) -> Result<Writing, Trouble> {
        self.change(|heads, store| {
            heads.put_with_key(&head.into(), &id.into())?;
            for (part, text) in parts {
                let key = part.key(id);
                match text {
                    Some(text) => store.put_with_key(text, &key)?,
                    None => store.delete(&key)?,
                };
            }
            Ok(())
        })
    }

    /// Deletes a kept text.
    pub(super) fn delete(&self, id: &str) -> Result<Writing, Trouble> {
        self.change(|heads, parts| {
            heads.delete(&id.into())?;
            parts.delete(&all_of(id)?.into()).map(drop)
        })
    }

    /// All that is kept of a text: its head and its parts with their keys, earlier versions included.
    pub(super) async fn whole(&self, id: &str) -> Result<Whole, Trouble> {
        let transaction = self.begin(&[HEADS, PARTS], IdbTransactionMode::Readonly)?;
        let ask = || {
            let head = transaction.object_store(HEADS)?.get(&id.into())?;
            let store = transaction.object_store(PARTS)?;
            let range = all_of(id)?;
            Ok((head, store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?))
        };
        let (head, keys, values) = ask().map_err(|error: JsValue| Trouble::of(&error))?;
        let head = result(&head).await?;
        let [keys, values] = [result(&keys).await?, result(&values).await?].map(|list| Array::from(&list));
        Ok(Whole { id: id.to_owned(), head, parts: keys.iter().zip(values.iter()).collect() })
    }

    /// Writes what [`Self::whole`] read.
    pub(super) fn bring_back(&self, whole: &Whole) -> Result<Writing, Trouble> {
        self.change(|heads, parts| {
            heads.put_with_key(&whole.head, &whole.id.as_str().into())?;
            whole.parts.iter().try_for_each(|(key, value)| parts.put_with_key(value, key).map(drop))
        })
    }

    /// A part of a text that is named beside [`Part::ALL`], where it is a string.
    pub(super) async fn extra(&self, id: &str, name: &str) -> Result<Option<JsString>, Trouble> {
        let transaction = self.begin(&[PARTS], IdbTransactionMode::Readonly)?;
        let store = transaction.object_store(PARTS).map_err(|error| Trouble::of(&error))?;
        let request = store.get(&key_of(id, name)).map_err(|error| Trouble::of(&error))?;
        Ok(result(&request).await?.dyn_into().ok())
    }

    /// Writes parts that are named beside [`Part::ALL`]; one without a value is deleted.
    pub(super) fn write_extra(
        &self,
        id: &str,
        parts: &[(String, Option<JsString>)],
    ) -> Result<Writing, Trouble> {
        self.change(|_, store| {
            for (name, text) in parts {
                match text {
                    Some(text) => store.put_with_key(text, &key_of(id, name))?,
                    None => store.delete(&key_of(id, name))?,
                };
            }
            Ok(())
        })
    }

    fn change(
        &self,
        change: impl FnOnce(&IdbObjectStore, &IdbObjectStore) -> Result<(), JsValue>,
    ) -> Result<Writing, Trouble> {
        let change = || {
            let stores = Array::of2(&HEADS.into(), &PARTS.into());
            let transaction = self
                .database
                .transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readwrite)?;
            let writing = Writing::of(&transaction);
            change(&transaction.object_store(HEADS)?, &transaction.object_store(PARTS)?)?;
            commit(&transaction)?;
            Ok(writing)
        };
        change().map_err(|error: JsValue| Trouble::of(&error))
    }

    /// Deletes all kept texts.
    pub(super) async fn clear(&self) -> Result<(), Trouble> {
        let transaction = self.begin(&[HEADS, PARTS], IdbTransactionMode::Readwrite)?;
        let writing = Writing::of(&transaction);
        for name in [HEADS, PARTS] {
            let store = transaction.object_store(name).map_err(|error| Trouble::of(&error))?;
            store.clear().map_err(|error| Trouble::of(&error))?;
        }
        writing.done().await
    }

    fn begin(&self, stores: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, Trouble> {
        let stores: Array = stores.iter().map(|name| JsValue::from(*name)).collect();
        self.database
            .transaction_with_str_sequence_and_mode(&stores, mode)
            .map_err(|error| Trouble::of(&error))
    }
}

/// A transaction on its way.
pub(super) struct Writing {
    transaction: IdbTransaction,
    over: Promise,
}

impl Writing {
    fn of(transaction: &IdbTransaction) -> Self {
        let over = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        Self { transaction: transaction.clone(), over }
    }

    /// Waits until all is written.
    pub(super) async fn done(self) -> Result<(), Trouble> {
        match JsFuture::from(self.over).await {
            Ok(_) => Ok(()),
            Err(_) => Err(Trouble::of(&self.transaction.error().map(JsValue::from).unwrap_or_default())),
        }
    }
}

#[expect(deprecated, reason = "the description that web-sys is made of marks it so; the standard does not")]
fn commit(transaction: &IdbTransaction) -> Result<(), JsValue> {
    transaction.commit()
}

fn database_of(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

/// Settles with the request.
fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

/// Resolves with nothing after the deadline.
fn late() -> Promise {
    Promise::new(&mut |resolve, _| {
        let Some(window) = web_sys::window() else { return };
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, OPENING_DEADLINE);
    })
}

async fn result(request: &IdbRequest) -> Result<JsValue, Trouble> {
    match JsFuture::from(settled(request)).await {
        Ok(_) => request.result().map_err(|error| Trouble::of(&error)),
        Err(_) => Err(Trouble::of(&request.error().ok().flatten().map(JsValue::from).unwrap_or_default())),
    }
}
