// A row that is updated often, such as the publisher's progress: found once, then followed by its place. A scan would
// pass every dead version of it that an old transaction keeps from being removed.
#pragma once

#include "pg/boundary.h"

extern "C" {
#include "access/htup.h"
#include "access/tupdesc.h"
#include "storage/itemptr.h"
}

namespace fraiseql::events {

// Functions that need a transaction; they work below the executor, on a table without indexes.
class FollowedRow {
 public:
  explicit FollowedRow(const char* relation) : relation_(relation) {}

  // Calls visit(tuple, descriptor) for every visible row until it returns true; that row is followed from now on.
  // `visit` is C code. False where it was true for none.
  template <typename F>
  bool Find(F visit) {
    static_assert(std::is_trivially_destructible_v<F>);
    return Scan([](HeapTuple tuple, TupleDesc descriptor, void* f) { return (*static_cast<F*>(f))(tuple, descriptor); },
                &visit);
  }
  // Inserts the row, or replaces it where it is followed.
  void Write(Datum* values, bool* nulls);

 private:
  bool Scan(bool (*visit)(HeapTuple, TupleDesc, void*), void* argument);

  const char* relation_;
  ItemPointerData place_ = {};
  bool found_ = false;
};

}  // namespace fraiseql::events
