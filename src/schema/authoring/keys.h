// Every key of the authoring JSON (FraiseQL SDK 2.18), and what becomes of it.
#pragma once

#include "schema/authoring/element.h"

namespace fraiseql::schema::keys {

inline constexpr std::string_view kAccess = "access is decided by PostgreSQL's roles and row security";
inline constexpr std::string_view kInjection =
    "arguments are not filled from tokens; row security and current_setting do it";
inline constexpr std::string_view kCascade = "mutations answer with their return type, not with a cascade payload";
inline constexpr std::string_view kFunctions = "root fields are read from relations and SQL functions only";
inline constexpr std::string_view kLocales = "values are answered as they are stored, not by locale";

inline constexpr KeyRule kDocument[] = {
    {"types", KeyUse::kUsed},
    {"enums", KeyUse::kUsed},
    {"input_types", KeyUse::kUsed},
    {"interfaces", KeyUse::kUsed},
    {"unions", KeyUse::kUsed},
    {"queries", KeyUse::kUsed},
    {"mutations", KeyUse::kUsed},
    {"subscriptions", KeyUse::kUsed},
    {"custom_scalars", KeyUse::kUsed},
    {"naming_convention", KeyUse::kUsed},
    {"$schema", KeyUse::kIgnored},
    {"version", KeyUse::kIgnored},
    {"federation", KeyUse::kNotice},
    {"observers", KeyUse::kNotice},
    {"sources", KeyUse::kNotice},
    {"functions", KeyUse::kNotice},
    {"fact_tables", KeyUse::kNotice},
    {"aggregate_queries", KeyUse::kRefused, "queries over fact tables are not generated"},
    {"inject_defaults", KeyUse::kRefused, kInjection},
    {"security", KeyUse::kRefused, kAccess},
};

inline constexpr KeyRule kType[] = {
    {"name", KeyUse::kUsed},
    {"sql_source", KeyUse::kUsed},
    {"fields", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"implements", KeyUse::kUsed},
    {"embedded", KeyUse::kUsed},
    {"jsonb_column", KeyUse::kUsed},
    {"is_error", KeyUse::kIgnored},
    {"relay", KeyUse::kUsed},
    {"requires_role", KeyUse::kRefused, kAccess},
    {"key_fields", KeyUse::kNotice},
    {"extends", KeyUse::kNotice},
    {"shareable", KeyUse::kNotice},
    {"federation", KeyUse::kNotice},
    {"subscribable_tables", KeyUse::kNotice},
    {"subscribable_pre_image", KeyUse::kNotice},
    {"subscription_policy", KeyUse::kNotice},
    {"relationships", KeyUse::kNotice},
};

inline constexpr KeyRule kField[] = {
    {"name", KeyUse::kUsed},
    {"type", KeyUse::kUsed},
    {"nullable", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"deprecated", KeyUse::kUsed},
    {"computed", KeyUse::kIgnored},
    {"requires_scope", KeyUse::kRefused, kAccess},
    {"on_deny", KeyUse::kRefused, kAccess},
    {"federation", KeyUse::kNotice},
    {"vector_config", KeyUse::kNotice},
    {"vector_distance", KeyUse::kRefused, "distances between vectors are not computed"},
    {"localized", KeyUse::kRefused, kLocales},
};

// Arguments and fields of input types.
inline constexpr KeyRule kInputValue[] = {
    {"name", KeyUse::kUsed},
    {"type", KeyUse::kUsed},
    {"nullable", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"deprecated", KeyUse::kUsed},
    {"default", KeyUse::kUsed},
    {"localized", KeyUse::kRefused, kLocales},
};

inline constexpr KeyRule kEnum[] = {
    {"name", KeyUse::kUsed},
    {"values", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
};

inline constexpr KeyRule kEnumValue[] = {
    {"name", KeyUse::kUsed},
    {"value", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"deprecated", KeyUse::kUsed},
};

inline constexpr KeyRule kInputType[] = {
    {"name", KeyUse::kUsed},
    {"fields", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
};

inline constexpr KeyRule kInterface[] = {
    {"name", KeyUse::kUsed},       {"fields", KeyUse::kUsed},     {"description", KeyUse::kUsed},
    {"implements", KeyUse::kUsed}, {"sql_source", KeyUse::kUsed},
};

inline constexpr KeyRule kUnion[] = {
    {"name", KeyUse::kUsed},
    {"member_types", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"sql_source", KeyUse::kUsed},
};

inline constexpr KeyRule kScalar[] = {
    {"name", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"specified_by_url", KeyUse::kUsed},
    {"base_type", KeyUse::kIgnored},
    {"validation_rules", KeyUse::kRefused, "rules for values belong into domains and constraints"},
};

inline constexpr KeyRule kQuery[] = {
    {"name", KeyUse::kUsed},
    {"return_type", KeyUse::kUsed},
    {"returns_list", KeyUse::kUsed},
    {"nullable", KeyUse::kUsed},
    {"arguments", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"sql_source", KeyUse::kUsed},
    {"auto_params", KeyUse::kUsed},
    {"deprecation", KeyUse::kUsed},
    {"deprecated", KeyUse::kUsed},
    {"jsonb_column", KeyUse::kUsed},
    {"cache_ttl_seconds", KeyUse::kIgnored},
    {"additional_views", KeyUse::kIgnored},
    {"exclude_inject_defaults", KeyUse::kIgnored},
    {"count", KeyUse::kRefused, "totals are not counted"},
    {"pagination_order", KeyUse::kNotice},
    {"rest", KeyUse::kNotice},
    {"rest_stream", KeyUse::kNotice},
    {"relay", KeyUse::kUsed},
    {"function", KeyUse::kRefused, kFunctions},
    {"inject_params", KeyUse::kRefused, kInjection},
    {"requires_role", KeyUse::kRefused, kAccess},
    {"requires_scope", KeyUse::kRefused, kAccess},
    {"requires_actor", KeyUse::kRefused, kAccess},
};

inline constexpr KeyRule kMutation[] = {
    {"name", KeyUse::kUsed},
    {"return_type", KeyUse::kUsed},
    {"returns_list", KeyUse::kUsed},
    {"nullable", KeyUse::kUsed},
    {"arguments", KeyUse::kUsed},
    {"description", KeyUse::kUsed},
    {"sql_source", KeyUse::kUsed},
    {"deprecation", KeyUse::kUsed},
    {"deprecated", KeyUse::kUsed},
    {"operation", KeyUse::kIgnored},
    {"input_style", KeyUse::kIgnored},  // the function's own signature says it
    {"invalidates_views", KeyUse::kIgnored},
    {"invalidates_fact_tables", KeyUse::kIgnored},
    {"exclude_inject_defaults", KeyUse::kIgnored},
    {"changelog", KeyUse::kNotice},
    {"changelog_pre_image", KeyUse::kNotice},
    {"rest", KeyUse::kNotice},
    {"cascade", KeyUse::kRefused, kCascade},
    {"cascade_source", KeyUse::kRefused, kCascade},
    {"success_fields", KeyUse::kRefused, kCascade},
    {"function", KeyUse::kRefused, kFunctions},
    {"inject_params", KeyUse::kRefused, kInjection},
    {"requires_role", KeyUse::kRefused, kAccess},
    {"requires_scope", KeyUse::kRefused, kAccess},
    {"requires_actor", KeyUse::kRefused, kAccess},
};

inline constexpr KeyRule kSubscription[] = {
    {"name", KeyUse::kUsed},        {"return_type", KeyUse::kUsed}, {"arguments", KeyUse::kUsed},
    {"description", KeyUse::kUsed}, {"deprecated", KeyUse::kUsed},  {"topic", KeyUse::kNotice},
    {"filter", KeyUse::kNotice},    {"fields", KeyUse::kNotice},
};

inline constexpr KeyRule kDeprecation[] = {
    {"reason", KeyUse::kUsed},
};

inline constexpr KeyRule kAutoParams[] = {
    {"where", KeyUse::kUsed},
    {"order_by", KeyUse::kUsed},
    {"limit", KeyUse::kUsed},
    {"offset", KeyUse::kUsed},
};

}  // namespace fraiseql::schema::keys
