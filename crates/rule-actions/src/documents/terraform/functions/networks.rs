//! Functions of networks, with the addresses of the crate `ipnet`.

use super::{list, text};
use crate::documents::node::Node;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What such a function gives.
pub(super) fn networks(name: &str, arguments: &[Node]) -> Option<Node> {
    let [prefix, rest @ ..] = arguments else { return None };
    if !name.starts_with("cidr") {
        return None;
    }
    let network: IpNet = prefix.text()?.parse::<IpNet>().ok()?.trunc();
    let numbers: Vec<i128> = rest.iter().map(|one| one.text()?.parse().ok()).collect::<Option<_>>()?;
    match (name, numbers.as_slice()) {
        ("cidrhost", [number]) => {
            let bits = network.max_prefix_len() - network.prefix_len();
            // A negative number counts from the end.
            let size = 1_i128.checked_shl(bits.into()).filter(|_| bits < 127)?;
            let number = if *number < 0 { size + number } else { *number };
            let number = u128::try_from(number).ok().filter(|_| number < size)?;
            text(at(&network, number)?.to_string())
        }
        ("cidrnetmask", []) => match network {
            IpNet::V4(network) => text(network.netmask().to_string()),
            IpNet::V6(_) => None,
        },
        ("cidrsubnet", [bits, number]) => {
            let bits = u8::try_from(*bits).ok()?;
            text(subnet(&network, bits, u128::try_from(*number).ok()?)?.to_string())
        }
        ("cidrsubnets", all) => {
            // Each begins behind the one before, at the next place where one of its size can.
            let mut next = 0_u128;
            let mut found = Vec::new();
            for bits in all {
                let bits = u8::try_from(*bits).ok().filter(|bits| *bits > 0)?;
                let length = network.prefix_len().checked_add(bits)?;
                let size = 1_u128.checked_shl(network.max_prefix_len().checked_sub(length)?.into())?;
                let number = next.div_ceil(size);
                found.push(Node::of_text(subnet(&network, bits, number)?.to_string(), 0..0));
                next = number.checked_add(1)?.checked_mul(size)?;
            }
            list(found)
        }
        _ => None,
    }
}

/// The network of this number among those that have so many bits more in their prefix.
fn subnet(network: &IpNet, bits: u8, number: u128) -> Option<IpNet> {
    let length =
        network.prefix_len().checked_add(bits).filter(|length| *length <= network.max_prefix_len())?;
    let has_place = bits >= 128 || number < 1_u128.checked_shl(bits.into())?;
    let rest = u32::from(network.max_prefix_len() - length);
    let offset = if rest >= 128 { 0 } else { number << rest };
    has_place.then(|| IpNet::new(at(network, offset)?, length).ok())?
}

/// The address so far behind the network's first.
fn at(network: &IpNet, offset: u128) -> Option<IpAddr> {
    Some(match network.network() {
        IpAddr::V4(first) => {
            IpAddr::V4(Ipv4Addr::from(u32::from(first).checked_add(u32::try_from(offset).ok()?)?))
        }
        IpAddr::V6(first) => IpAddr::V6(Ipv6Addr::from(u128::from(first).checked_add(offset)?)),
    })
}

#[cfg(test)]
mod tests {
    use super::networks;
    use crate::documents::node::{Kind, Node};

    fn call(name: &str, prefix: &str, numbers: &[i64]) -> Option<String> {
        let number = |number: &i64| Node { kind: Kind::Number(number.to_string()), span: 0..0 };
        let arguments: Vec<Node> =
            [Node::of_text(prefix, 0..0)].into_iter().chain(numbers.iter().map(number)).collect();
        let found = networks(name, &arguments)?;
        match &found.kind {
            Kind::List(items) => Some(items.iter().filter_map(Node::text).collect::<Vec<_>>().join(" ")),
            _ => found.text().map(str::to_owned),
        }
    }

    /// The examples of Terraform's pages, and what it rejects.
    #[test]
    fn networks_are_cut_as_terraform_cuts_them() {
        let rows: [(&str, &str, &[i64], Option<&str>); 15] = [
            ("cidrhost", "10.12.112.0/20", &[16], Some("10.12.112.16")),
            ("cidrhost", "10.12.112.0/20", &[268], Some("10.12.113.12")),
            ("cidrhost", "fd00:fd12:3456:7890:00a2::/72", &[34], Some("fd00:fd12:3456:7890::22")),
            ("cidrhost", "10.0.0.0/24", &[-2], Some("10.0.0.254")),
            ("cidrhost", "10.0.0.0/24", &[256], None),
            ("cidrnetmask", "172.16.0.0/12", &[], Some("255.240.0.0")),
            ("cidrnetmask", "fd00::/8", &[], None),
            ("cidrsubnet", "172.16.0.0/12", &[4, 2], Some("172.18.0.0/16")),
            ("cidrsubnet", "10.1.2.0/24", &[4, 15], Some("10.1.2.240/28")),
            ("cidrsubnet", "fd00:fd12:3456:7890::/56", &[16, 162], Some("fd00:fd12:3456:7800:a200::/72")),
            ("cidrsubnet", "10.1.2.0/24", &[4, 16], None),
            ("cidrsubnet", "10.1.2.0/24", &[9, 0], None),
            (
                "cidrsubnets",
                "10.1.0.0/16",
                &[4, 4, 8, 4],
                Some("10.1.0.0/20 10.1.16.0/20 10.1.32.0/24 10.1.48.0/20"),
            ),
            ("cidrsubnet", "::/0", &[128, 1], Some("::1/128")),
            ("cidrhost", "nonsense", &[1], None),
        ];
        for (name, prefix, numbers, expected) in rows {
            assert_eq!(call(name, prefix, numbers).as_deref(), expected, "{name} {prefix} {numbers:?}");
        }
    }
}
