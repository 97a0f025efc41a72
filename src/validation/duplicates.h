// Finding names that occur more than once in a list of nodes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "language/ast.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

class Duplicates {
 public:
  // Calls `report(name, places)` for each name that several nodes have, in the order of their first places.
  // `name_of(node)` is the node's Name.
  template <typename Node, typename NameOf, typename Report>
  void ForEach(const List<Node>& nodes, NameOf name_of, Report report) {
    if (!HasAny(nodes, name_of)) return;
    names_.Clear();
    std::vector<std::vector<language::Location>> places;
    for (const Node& node : nodes) {
      const language::Name& name = name_of(node);
      bool is_new;
      uint32_t group = names_.Insert(name.value(), static_cast<uint32_t>(places.size()), &is_new);
      if (is_new) places.emplace_back();
      places[group].push_back(name.location());
    }
    for (const Node& node : nodes) {
      std::vector<language::Location> group;
      group.swap(places[*names_.Find(name_of(node).value())]);
      if (group.size() > 1) report(name_of(node).value(), group);
    }
  }

 private:
  // Lists are short as a rule: comparing all pairs is faster than a table.
  static constexpr uint32_t kPairwise = 8;

  template <typename Node, typename NameOf>
  bool HasAny(const List<Node>& nodes, NameOf name_of) {
    if (nodes.size() <= kPairwise) {
      for (uint32_t i = 1; i < nodes.size(); ++i) {
        for (uint32_t j = 0; j < i; ++j) {
          if (name_of(nodes[i]).value() == name_of(nodes[j]).value()) return true;
        }
      }
      return false;
    }
    names_.Clear();
    for (const Node& node : nodes) {
      bool is_new;
      names_.Insert(name_of(node).value(), 0, &is_new);
      if (!is_new) return true;
    }
    return false;
  }

  NameTable names_;
};

}  // namespace fraiseql::validation
