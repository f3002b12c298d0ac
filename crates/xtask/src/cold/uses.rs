//! What the functions of a program use.

use std::collections::{BTreeSet, HashMap};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ExportItem, FunctionId, FunctionKind, GlobalId, GlobalKind, Module, TableId,
};

/// What functions use, by their places in the module.
pub(super) struct Uses {
    pub(super) functions: Vec<BTreeSet<usize>>,
    pub(super) globals: Vec<BTreeSet<usize>>,
    pub(super) tables: Vec<BTreeSet<usize>>,
    /// Who calls a function.
    pub(super) callers: Vec<BTreeSet<usize>>,
    /// Whether more than functions use it: the program's table, who started it, or the program itself.
    is_reached: Vec<bool>,
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
        for element in module.elements.iter() {
            match &element.items {
                ElementItems::Functions(ids) => ids.iter().for_each(&mut reach),
                ElementItems::Expressions(_, items) => items.iter().for_each(|item| {
                    if let ConstExpr::RefFunc(id) = item {
                        reach(id);
                    }
                }),
            }
        }
        for global in module.globals.iter() {
            if let GlobalKind::Local(ConstExpr::RefFunc(id)) = &global.kind {
                reach(id);
            }
        }
        if let Ok(Some(table)) = module.tables.main_function_table() {
            uses.table = place.tables[&table];
        }
        uses
    }

    /// Whether a function is called from where it does not go itself.
    pub(super) fn is_entry(&self, at: usize, cold: &[bool]) -> bool {
        self.is_reached[at] || self.callers[at].iter().any(|&caller| !cold[caller])
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
