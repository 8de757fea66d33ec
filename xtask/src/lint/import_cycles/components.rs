//! Cycles in a graph: its strongly connected components of more than one node (Tarjan 1972, "Depth-first search and linear graph
//! algorithms").

/// For each node the nodes that it depends on.
pub(super) type Graph = Vec<Vec<usize>>;

/// The cycles, each in the order of its nodes.
pub(super) fn cycles(graph: &Graph) -> Vec<Vec<usize>> {
    let mut search =
        Search { graph, found: vec![None; graph.len()], stack: Vec::new(), next: 0, cycles: Vec::new() };
    for node in 0..graph.len() {
        if search.found[node].is_none() {
            search.visit(node);
        }
    }
    search.cycles
}

struct Search<'a> {
    graph: &'a Graph,
    /// The index of each visited node.
    found: Vec<Option<usize>>,
    /// Nodes that are not in a finished component yet.
    stack: Vec<usize>,
    next: usize,
    cycles: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Returns the lowest index on the stack that is reachable from the node.
    fn visit(&mut self, node: usize) -> usize {
        let index = self.next;
        self.next += 1;
        self.found[node] = Some(index);
        self.stack.push(node);
        let mut lowest = index;
        for &needed in &self.graph[node] {
            match self.found[needed] {
                None => lowest = lowest.min(self.visit(needed)),
                Some(seen) if self.stack.contains(&needed) => lowest = lowest.min(seen),
                Some(_) => {}
            }
        }
        if lowest == index {
            let from = self.stack.iter().position(|on_stack| *on_stack == node).unwrap_or_default();
            let mut component = self.stack.split_off(from);
            if component.len() > 1 {
                component.sort_unstable();
                self.cycles.push(component);
            }
        }
        lowest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cycle_is_found_once_and_a_diamond_is_none() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3; 3 -> 4, 3 -> 5, 4 -> 6, 5 -> 6; 6 -> 7 -> 6.
        let graph = vec![vec![1], vec![2], vec![0, 3], vec![4, 5], vec![6], vec![6], vec![7], vec![6]];
        assert_eq!(cycles(&graph), [vec![6, 7], vec![0, 1, 2]]);
    }
}
