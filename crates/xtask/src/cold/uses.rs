//! What the functions of a program use.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalId, GlobalKind, Module,
    TableId,
};

/// What functions use, by their places in the module.
pub(super) struct Uses {
    pub(super) functions: Vec<BTreeSet<usize>>,
    pub(super) globals: Vec<BTreeSet<usize>>,
    pub(super) tables: Vec<BTreeSet<usize>>,
    /// Who calls a function.
    pub(super) callers: Vec<BTreeSet<usize>>,
    /// Whether others than functions use it: who started the program, or the program itself.
    is_reached: Vec<bool>,
    /// The function of each slot of the table that has one.
    pub(super) slots: BTreeMap<u32, usize>,
    /// Whether the table has it.
    in_table: Vec<bool>,
    /// The table of functions.
    pub(super) table: usize,
}

impl Uses {
    pub(super) fn of(module: &Module) -> Self {
        let functions: Vec<FunctionId> = module.funcs.iter().map(walrus::Function::id).collect();
        let globals: Vec<GlobalId> = module.globals.iter().map(walrus::Global::id).collect();
        let tables: Vec<TableId> = module.tables.iter().map(walrus::Table::id).collect();
        let mut uses = Self {
            functions: vec![BTreeSet::new(); functions.len()],
            globals: vec![BTreeSet::new(); functions.len()],
            tables: vec![BTreeSet::new(); functions.len()],
            callers: vec![BTreeSet::new(); functions.len()],
            is_reached: vec![false; functions.len()],
            slots: BTreeMap::new(),
            in_table: vec![false; functions.len()],
            table: 0,
        };
        let place = Places {
            functions: functions.iter().enumerate().map(|(at, id)| (*id, at)).collect(),
            globals: globals.iter().enumerate().map(|(at, id)| (*id, at)).collect(),
            tables: tables.iter().enumerate().map(|(at, id)| (*id, at)).collect(),
        };
        for (at, function) in module.funcs.iter().enumerate() {
            if let FunctionKind::Local(local) = &function.kind {
                let mut one = Used {
                    place: &place,
                    functions: BTreeSet::new(),
                    globals: BTreeSet::new(),
                    tables: BTreeSet::new(),
                };
                dfs_in_order(&mut one, local, local.entry_block());
                for called in &one.functions {
                    uses.callers[*called].insert(at);
                }
                uses.functions[at] = one.functions;
                uses.globals[at] = one.globals;
                uses.tables[at] = one.tables;
            }
        }
        let mut reach = |id: &FunctionId| uses.is_reached[place.functions[id]] = true;
        for export in module.exports.iter() {
            if let ExportItem::Function(id) = &export.item {
                reach(id);
            }
        }
        module.start.iter().for_each(&mut reach);
        for global in module.globals.iter() {
            if let GlobalKind::Local(ConstExpr::RefFunc(id)) = &global.kind {
                reach(id);
            }
        }
        if let Ok(Some(table)) = module.tables.main_function_table() {
            uses.table = place.tables[&table];
            uses.fill_table(module, table, &place);
        }
        uses
    }

    fn fill_table(&mut self, module: &Module, main: TableId, place: &Places) {
        for element in module.elements.iter() {
            let first = match &element.kind {
                ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(first)) }
                    if *table == main =>
                {
                    Some(first.cast_unsigned())
                }
                _ => None,
            };
            let mut see = |number: usize, id: &FunctionId| {
                let at = place.functions[id];
                match first.zip(u32::try_from(number).ok()) {
                    Some((first, number)) => {
                        self.in_table[at] = true;
                        self.slots.insert(first + number, at);
                    }
                    None => self.is_reached[at] = true,
                }
            };
            match &element.items {
                ElementItems::Functions(ids) => {
                    ids.iter().enumerate().for_each(|(number, id)| see(number, id));
                }
                ElementItems::Expressions(_, items) => {
                    for (number, item) in items.iter().enumerate() {
                        if let ConstExpr::RefFunc(id) = item {
                            see(number, id);
                        }
                    }
                }
            }
        }
    }

    /// Whether a function is called by others than those that go.
    pub(super) fn is_called(&self, at: usize, cold: &[bool]) -> bool {
        self.is_reached[at] || self.callers[at].iter().any(|&caller| !cold[caller])
    }

    /// Whether the table has a function.
    pub(super) fn is_in_table(&self, at: usize) -> bool {
        self.in_table[at]
    }
}

type Place<Id> = HashMap<Id, usize>;

struct Places {
    functions: Place<FunctionId>,
    globals: Place<GlobalId>,
    tables: Place<TableId>,
}

/// What one function uses.
struct Used<'p> {
    place: &'p Places,
    functions: BTreeSet<usize>,
    globals: BTreeSet<usize>,
    tables: BTreeSet<usize>,
}

impl Visitor<'_> for Used<'_> {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.functions.insert(self.place.functions[id]);
    }

    fn visit_global_id(&mut self, id: &GlobalId) {
        self.globals.insert(self.place.globals[id]);
    }

    fn visit_table_id(&mut self, id: &TableId) {
        self.tables.insert(self.place.tables[id]);
    }
}
