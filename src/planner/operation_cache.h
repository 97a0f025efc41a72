// Documents that have been parsed and validated, and the plans made from them, kept from one request to the next.
//
// Looked up by the text first, which saves parsing and validation; then by the form of the document
// (DocumentIndex), so that texts which differ in literals only share their plans.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/large_memory.h"
#include "planner/planner.h"

namespace fraiseql::planner {

// A valid document with the plans that point into it. Stays alive while a request holds it.
struct PreparedDocument {
  explicit PreparedDocument(std::string_view query) : source(query) {}
  PreparedDocument(const PreparedDocument&) = delete;
  PreparedDocument& operator=(const PreparedDocument&) = delete;

  // The plan for a shape (ShapeOf) over routes that are still the same; null where there is none. A plan that makes
  // way for others lives on for those who use it, and no longer.
  std::shared_ptr<const Plan> FindPlan(std::string_view shape, const Routes& routes) const;
  void AddPlan(std::string shape, std::shared_ptr<const Plan> plan);

  // What tells this document from those of another form; equal in every session and on every machine.
  uint64_t Id();
  std::string NormalisedText() const;

  const std::string source;
  Arena arena{LargeMemory()};  // the document
  const language::Document* document = nullptr;
  FragmentMap fragments;
  DocumentIndex index;

 private:
  struct Entry {
    std::string shape;
    std::shared_ptr<const Plan> plan;
  };
  std::vector<Entry> plans_;
  uint64_t id_ = 0;  // 0: not asked for yet
};

// All that decides the shape of a plan besides the document: the operation, and of every variable whether it is given,
// null, true or false, which enum value it is, and how lists and objects are built up; of paths into JSON the text.
// Other values are parameters.
std::string ShapeOf(const language::OperationDefinition& operation, const DocumentIndex& index,
                    const values::VariableValues& variables, bool has_max_rows);

class OperationCache {
 public:
  // Null where there is none.
  std::shared_ptr<PreparedDocument> FindText(std::string_view query);
  std::shared_ptr<PreparedDocument> FindForm(std::string_view form);

  // Keeps a document; the least recently used ones go when there are more than `capacity`.
  void Insert(std::shared_ptr<PreparedDocument> document, size_t capacity);
  void Clear();

 private:
  using Documents = std::list<std::shared_ptr<PreparedDocument>>;
  using Index = std::unordered_map<std::string_view, Documents::iterator>;
  std::shared_ptr<PreparedDocument> Find(const Index& index, std::string_view key);

  Documents by_use_;  // most recently used first
  Index by_text_;
  Index by_form_;
};

}  // namespace fraiseql::planner
