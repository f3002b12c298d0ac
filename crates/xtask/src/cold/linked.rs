//! A program as the compiler wrote it, with what names what in it (relocations).

use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{
    BinaryReader, DataKind, DefinedDataSymbol, FunctionBody, KnownCustom, Linking, Name, Operator, Parser,
    Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

/// A function that a program has itself.
pub(super) struct Function<'a> {
    pub(super) name: &'a str,
    /// Where its code is in the file.
    pub(super) body: Range<usize>,
}

/// A program's file.
#[derive(Default)]
pub(super) struct Program<'a> {
    pub(super) bytes: &'a [u8],
    /// How many functions it imports.
    imported: usize,
    pub(super) functions: Vec<Function<'a>>,
    segments: Vec<Segment>,
    pub(super) symbols: Vec<SymbolInfo<'a>>,
    pub(super) code: Section,
    pub(super) data: Section,
}

/// A part of a program's memory.
pub(super) struct Segment {
    address: u32,
    /// Where it is in the file.
    pub(super) bytes: Range<usize>,
}

/// A section with its relocations, in their order.
#[derive(Default)]
pub(super) struct Section {
    pub(super) start: usize,
    relocations: Vec<RelocationEntry>,
}

impl<'a> Program<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self> {
        let mut program = Self { bytes, ..Self::default() };
        let mut bodies: Vec<FunctionBody<'a>> = Vec::new();
        let mut names: HashMap<u32, &'a str> = HashMap::new();
        // The number of a section, as relocations name it.
        let (mut section, mut code, mut data) = (0, None, None);
        let mut relocations: Vec<(u32, Vec<RelocationEntry>)> = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        program.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => {
                    code = Some(section);
                    program.code.start = range.start;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.clone()),
                Payload::DataSection(segments) => {
                    data = Some(section);
                    program.data.start = segments.range().start;
                    for segment in segments.clone() {
                        let segment = segment?;
                        let address = match &segment.kind {
                            DataKind::Active { offset_expr, .. } => {
                                match offset_expr.get_operators_reader().read()? {
                                    Operator::I32Const { value } => Some(value.cast_unsigned()),
                                    _ => None,
                                }
                            }
                            DataKind::Passive => None,
                        };
                        let bytes = segment.range.end - segment.data.len()..segment.range.end;
                        let address = address.context("memory that is filled where only the start knows")?;
                        program.segments.push(Segment { address, bytes });
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => program.symbols.extend(symbols(linking.subsections())?),
                    KnownCustom::Reloc(reader) => {
                        let mut entries = reader.entries().into_iter().collect::<Result<Vec<_>, _>>()?;
                        entries.sort_by_key(|entry| entry.offset);
                        relocations.push((reader.section_index(), entries));
                    }
                    KnownCustom::Name(reader) => {
                        for subsection in reader {
                            if let Name::Function(map) = subsection? {
                                for naming in map {
                                    let naming = naming?;
                                    names.insert(naming.index, naming.name);
                                }
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            // The bodies of functions have a place each, but belong to one section.
            if payload.as_section().is_some() {
                section += 1;
            }
        }
        for (of, entries) in relocations {
            if Some(of) == code {
                program.code.relocations = entries;
            } else if Some(of) == data {
                program.data.relocations = entries;
            }
        }
        for (number, body) in bodies.iter().enumerate() {
            let index = u32::try_from(program.imported + number)?;
            let name = names.get(&index).copied().unwrap_or_default();
            program.functions.push(Function { name, body: body.range() });
        }
        Ok(program)
    }

    /// The name of a function that is not imported.
    pub(super) fn name_of(&self, index: u32) -> Option<&'a str> {
        let place = (index as usize).checked_sub(self.imported)?;
        self.functions.get(place).map(|function| function.name)
    }

    pub(super) fn relocations_of_code(&self, body: &Range<usize>) -> &[RelocationEntry] {
        self.code.within(body)
    }

    /// The place of a constant, if it is one that has bytes.
    pub(super) fn constant(&self, symbol: u32) -> Result<Option<DefinedDataSymbol>> {
        match self.symbols.get(symbol as usize) {
            Some(SymbolInfo::Data { symbol, .. }) => Ok(symbol.filter(|symbol| symbol.size > 0)),
            _ => Err(anyhow::anyhow!("the compiler names a constant {symbol}, which is none")),
        }
    }

    /// Where a constant's bytes are in the file.
    pub(super) fn file_range(&self, constant: DefinedDataSymbol) -> Result<Range<usize>> {
        let segment =
            self.segments.get(constant.index as usize).context("a constant is outside of memory")?;
        let start = segment.bytes.start + constant.offset as usize;
        let range = start..start + constant.size as usize;
        ensure!(range.end <= segment.bytes.end, "a constant is longer than its part of memory");
        Ok(range)
    }

    /// Bytes of memory.
    pub(super) fn memory(&self, address: u32, length: usize) -> Option<&'a [u8]> {
        self.segments.iter().find_map(|segment| {
            let start = segment.bytes.start + address.checked_sub(segment.address)? as usize;
            let bytes = start..start.checked_add(length)?;
            (bytes.end <= segment.bytes.end).then(|| &self.bytes[bytes])
        })
    }
}

impl Section {
    pub(super) fn within(&self, range: &Range<usize>) -> &[RelocationEntry] {
        let at = |place: usize| {
            self.relocations.partition_point(|entry| self.start + (entry.offset as usize) < place)
        };
        &self.relocations[at(range.start)..at(range.end)]
    }
}

/// The symbols of the section that links.
fn symbols<'a>(
    subsections: impl Iterator<Item = wasmparser::Result<Linking<'a>>>,
) -> Result<Vec<SymbolInfo<'a>>> {
    for subsection in subsections {
        if let Linking::SymbolTable(table) = subsection? {
            return Ok(table.into_iter().collect::<Result<_, _>>()?);
        }
    }
    Ok(Vec::new())
}

/// What a relocation names.
pub(super) enum Named {
    /// A constant's address.
    Constant,
    /// A function's place in the table.
    Slot,
    /// A function that is called.
    Call,
    Other,
}

pub(super) fn named(relocation: &RelocationEntry) -> Named {
    match relocation.ty {
        RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32 => {
            Named::Constant
        }
        RelocationType::TableIndexSleb | RelocationType::TableIndexI32 => Named::Slot,
        RelocationType::FunctionIndexLeb => Named::Call,
        _ => Named::Other,
    }
}

/// The address that stands at the place of a relocation, without what it adds to the constant's.
pub(super) fn address(field: &[u8], relocation: &RelocationEntry) -> Result<u32> {
    let mut reader = BinaryReader::new(field, 0);
    let value = match relocation.ty {
        RelocationType::MemoryAddrLeb => reader.read_var_u32()?,
        RelocationType::MemoryAddrSleb => reader.read_var_i32()?.cast_unsigned(),
        _ => reader.read_u32()?,
    };
    Ok(value.wrapping_sub(i32::try_from(relocation.addend)?.cast_unsigned()))
}
