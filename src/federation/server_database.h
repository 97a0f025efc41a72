// The databases of the platform as the executor sees them (execution/database.h), in the server: the primary through
// SPI, the federated ones over the route that fits.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "execution/database.h"
#include "federation/databases.h"
#include "planner/planner.h"

namespace fraiseql::federation {

class ServerDatabase final : public execution::Database, public planner::Routes {
 public:
  // Within one request; `configuration` is the one it began with.
  explicit ServerDatabase(std::shared_ptr<const Configuration> configuration);

  execution::Outcome RunPrimary(std::span<const execution::Request> steps, bool read_only) override;
  std::unique_ptr<execution::BegunRequests> BeginFederated(std::span<const execution::Request> requests) override;
  size_t BatchSize(std::string_view database) const override;
  void Atomically(const std::function<bool()>& work) override;

  // Direct where postgres_fdw's server has this extension and fraiseql.route does not ask for the foreign tables. The
  // answer stays the same for a database: statements are written for a route.
  planner::Route RouteTo(std::string_view database) const override { return ChoiceFor(database).route; }
  // How many statements were sent to each database: by the OID of its server, InvalidOid for this one. Entries without
  // statements come last; databases beyond the first few are left out.
  using StatementCounts = std::array<std::pair<Oid, uint64_t>, 8>;
  const StatementCounts& statements() const { return statements_; }

  // Why that is so, for people.
  const char* RouteReason(std::string_view database) const { return ChoiceFor(database).reason; }

 private:
  class Calls;
  struct RouteChoice {
    planner::Route route;
    const char* reason;
  };
  const RouteChoice& ChoiceFor(std::string_view database) const;
  RouteChoice ChooseRoute(std::string_view database) const;

  void CountStatements(Oid server, size_t count);

  std::shared_ptr<const Configuration> configuration_;
  StatementCounts statements_ = {};
  mutable std::map<std::string, RouteChoice, std::less<>> routes_;
};

}  // namespace fraiseql::federation
