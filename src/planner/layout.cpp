#include "planner/layout.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>

#include "base/limits.h"

namespace fraiseql::planner {

namespace {

constexpr std::array<std::string_view, 14> kCodecNames = {"Int",    "Float",   "String",   "Boolean", "ID",
                                                          "BigInt", "Decimal", "DateTime", "Date",    "Time",
                                                          "UUID",   "JSON",    "Enum",     "Custom"};

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Key(Writer& writer, std::string_view name) {
  writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}
void String(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
void Strings(Writer& writer, List<std::string_view> texts) {
  writer.StartArray();
  for (std::string_view text : texts) String(writer, text);
  writer.EndArray();
}

void EnumTexts(Writer& writer, List<EnumText> values) {
  writer.StartArray();
  for (const EnumText& value : values) {
    if (value.name == value.stored) {
      String(writer, value.name);
      continue;
    }
    writer.StartArray();
    String(writer, value.name);
    String(writer, value.stored);
    writer.EndArray();
  }
  writer.EndArray();
}

void WritePlace(Writer& writer, const Place& place) {
  if (place.kind == Place::Kind::kArgument) {
    Key(writer, "a");
    writer.Uint(place.argument);
  } else if (place.kind == Place::Kind::kData) {
    Key(writer, "d");
    Strings(writer, place.path);
  }
}

void WriteLayout(Writer& writer, const Layout& layout);

void WriteFields(Writer& writer, List<LayoutField> fields) {
  writer.StartArray();
  for (const LayoutField& field : fields) {
    writer.StartObject();
    Key(writer, "k");
    String(writer, field.response_key);
    WritePlace(writer, field.place);
    if (!field.wrapping.empty()) {
      Key(writer, "w");
      String(writer, field.wrapping);
    }
    switch (field.form) {
      case LayoutField::Form::kLeaf:
        Key(writer, "t");
        String(writer, CodecName(field.codec));
        if (field.codec == Codec::kEnum) {
          Key(writer, "e");
          EnumTexts(writer, field.enum_values);
        }
        if (!field.global_type.empty()) {
          Key(writer, "g");
          String(writer, field.global_type);
        }
        break;
      case LayoutField::Form::kObject:
        Key(writer, "o");
        WriteLayout(writer, *field.layout);
        break;
      case LayoutField::Form::kJson:
        Key(writer, "j");
        writer.Bool(true);
        break;
      case LayoutField::Form::kConstant:
        Key(writer, "c");
        String(writer, field.constant);
        break;
      case LayoutField::Form::kSlot:
        Key(writer, "s");
        writer.Uint(field.slot);
        if (!field.constant.empty()) {
          Key(writer, "c");
          String(writer, field.constant);
        }
        Key(writer, "by");
        writer.StartArray();
        for (const Place& place : field.by) {
          writer.StartObject();
          WritePlace(writer, place);
          writer.EndObject();
        }
        writer.EndArray();
        break;
    }
    writer.EndObject();
  }
  writer.EndArray();
}

void WriteLayout(Writer& writer, const Layout& layout) {
  writer.StartObject();
  if (layout.on.kind == Place::Kind::kNone) {
    Key(writer, "f");
    WriteFields(writer, layout.fields);
    if (!layout.type_name.empty()) {
      Key(writer, "n");
      String(writer, layout.type_name);
    }
  } else {
    Key(writer, "on");
    writer.StartObject();
    WritePlace(writer, layout.on);
    writer.EndObject();
    Key(writer, "of");
    writer.StartObject();
    for (const Layout::Variant& variant : layout.variants) {
      Key(writer, variant.type_name);
      WriteFields(writer, variant.fields);
    }
    writer.EndObject();
  }
  writer.EndObject();
}

// Reads what WriteLayout wrote. A layout comes from our own planner, but also from whoever calls fraiseql.project by
// hand: every member is checked.
class Reader {
 public:
  Reader(Arena* arena, std::string* fault) : arena_(arena), fault_(fault) {}

  const Layout* ReadLayout(const rapidjson::Value& json, int depth) {
    if (depth > kDeepest) return Fail("nested too deeply");
    if (!json.IsObject()) return Fail("a layout is an object");
    Layout* layout = arena_->New<Layout>();
    if (const rapidjson::Value* fields = Member(json, "f")) {
      if (const rapidjson::Value* name = Member(json, "n"); name != nullptr && name->IsString()) {
        layout->type_name = Text(*name);
      }
      return ReadFields(*fields, depth, &layout->fields) ? layout : nullptr;
    }
    const rapidjson::Value* on = Member(json, "on");
    const rapidjson::Value* of = Member(json, "of");
    if (on == nullptr || of == nullptr || !of->IsObject()) return Fail("a layout has \"f\", or \"on\" and \"of\"");
    if (!ReadPlace(*on, &layout->on)) return nullptr;
    if (layout->on.kind == Place::Kind::kNone) return Fail("\"on\" is a place");
    std::vector<Layout::Variant> variants;
    for (const auto& member : of->GetObject()) {
      Layout::Variant variant;
      variant.type_name = Text(member.name);
      if (!ReadFields(member.value, depth, &variant.fields)) return nullptr;
      variants.push_back(variant);
    }
    layout->variants = arena_->Copy(variants);
    return layout;
  }

 private:
  static constexpr int kDeepest = static_cast<int>(kHardDepth);

  std::nullptr_t Fail(std::string_view what) {
    if (fault_->empty()) *fault_ = what;
    return nullptr;
  }

  static const rapidjson::Value* Member(const rapidjson::Value& json, const char* name) {
    auto found = json.FindMember(name);
    return found == json.MemberEnd() ? nullptr : &found->value;
  }

  std::string_view Text(const rapidjson::Value& json) {
    return arena_->CopyString({json.GetString(), json.GetStringLength()});
  }

  bool ReadStrings(const rapidjson::Value& json, List<std::string_view>* out) {
    if (!json.IsArray()) return Fail("a list of strings is expected"), false;
    std::vector<std::string_view> texts;
    for (const auto& item : json.GetArray()) {
      if (!item.IsString()) return Fail("a string is expected"), false;
      texts.push_back(Text(item));
    }
    *out = arena_->Copy(texts);
    return true;
  }

  bool ReadEnumTexts(const rapidjson::Value& json, List<EnumText>* out) {
    if (!json.IsArray()) return Fail("\"e\" is a list"), false;
    std::vector<EnumText> values;
    for (const auto& item : json.GetArray()) {
      const bool is_pair = item.IsArray() && item.Size() == 2 && item[0].IsString() && item[1].IsString();
      if (!is_pair && !item.IsString())
        return Fail("an enum value is a name, or a list of name and stored text"), false;
      values.push_back({Text(is_pair ? item[0] : item), Text(is_pair ? item[1] : item)});
    }
    *out = arena_->Copy(values);
    return true;
  }

  bool ReadPlace(const rapidjson::Value& json, Place* place) {
    if (!json.IsObject()) return Fail("a place is an object"), false;
    if (const rapidjson::Value* argument = Member(json, "a")) {
      if (!argument->IsUint()) return Fail("\"a\" is the number of an argument"), false;
      place->kind = Place::Kind::kArgument;
      place->argument = argument->GetUint();
    } else if (const rapidjson::Value* path = Member(json, "d")) {
      place->kind = Place::Kind::kData;
      if (!ReadStrings(*path, &place->path)) return false;
      if (place->path.empty()) return Fail("\"d\" is a path of at least one key"), false;
    }
    return true;
  }

  bool ReadFields(const rapidjson::Value& json, int depth, List<LayoutField>* out) {
    if (!json.IsArray()) return Fail("fields are an array"), false;
    std::vector<LayoutField> fields;
    for (const auto& item : json.GetArray()) {
      LayoutField field;
      if (!ReadField(item, depth, &field)) return false;
      fields.push_back(field);
    }
    *out = arena_->Copy(fields);
    return true;
  }

  bool ReadField(const rapidjson::Value& json, int depth, LayoutField* field) {
    if (!json.IsObject()) return Fail("a field is an object"), false;
    const rapidjson::Value* key = Member(json, "k");
    if (key == nullptr || !key->IsString()) return Fail("a field has a response key \"k\""), false;
    field->response_key = Text(*key);
    if (!ReadPlace(json, &field->place)) return false;
    if (const rapidjson::Value* wrapping = Member(json, "w")) {
      if (!wrapping->IsString()) return Fail("\"w\" is a string"), false;
      field->wrapping = Text(*wrapping);
      if (field->wrapping.find_first_not_of("![") != std::string_view::npos)
        return Fail("\"w\" holds \"!\" and \"[\""), false;
    }
    if (const rapidjson::Value* constant = Member(json, "c")) {
      if (!constant->IsString()) return Fail("\"c\" is JSON text in a string"), false;
      field->constant = Text(*constant);
    }
    if (const rapidjson::Value* slot = Member(json, "s")) return ReadSlot(json, *slot, field);
    if (Member(json, "c") != nullptr) {
      field->form = LayoutField::Form::kConstant;
      return true;
    }
    if (const rapidjson::Value* nested = Member(json, "o")) {
      field->form = LayoutField::Form::kObject;
      field->layout = ReadLayout(*nested, depth + 1);
      return field->layout != nullptr;
    }
    if (field->place.kind == Place::Kind::kNone) return Fail("a field has a place \"a\" or \"d\""), false;
    if (Member(json, "j") != nullptr) {
      field->form = LayoutField::Form::kJson;
      return true;
    }
    const rapidjson::Value* codec = Member(json, "t");
    if (codec == nullptr || !codec->IsString())
      return Fail("a field has one of \"t\", \"o\", \"j\", \"c\", \"s\""), false;
    std::optional<Codec> found = FindCodec({codec->GetString(), codec->GetStringLength()});
    if (!found) return Fail("unknown codec in \"t\""), false;
    field->form = LayoutField::Form::kLeaf;
    field->codec = *found;
    if (const rapidjson::Value* type = Member(json, "g")) {
      if (!type->IsString()) return Fail("\"g\" is the name of a type"), false;
      field->global_type = Text(*type);
    }
    if (const rapidjson::Value* values = Member(json, "e")) return ReadEnumTexts(*values, &field->enum_values);
    return true;
  }

  bool ReadSlot(const rapidjson::Value& json, const rapidjson::Value& slot, LayoutField* field) {
    const rapidjson::Value* by = Member(json, "by");
    if (!slot.IsUint() || by == nullptr || !by->IsArray()) return Fail("a slot has a number and \"by\""), false;
    field->form = LayoutField::Form::kSlot;
    field->slot = slot.GetUint();
    std::vector<Place> places;
    for (const auto& item : by->GetArray()) {
      Place place;
      if (!ReadPlace(item, &place)) return false;
      if (place.kind == Place::Kind::kNone) return Fail("\"by\" holds places"), false;
      places.push_back(place);
    }
    field->by = arena_->Copy(places);
    return true;
  }

  Arena* arena_;
  std::string* fault_;
};

}  // namespace

std::string_view CodecName(Codec codec) { return kCodecNames[static_cast<size_t>(codec)]; }

std::optional<Codec> FindCodec(std::string_view name) {
  for (size_t i = 0; i < kCodecNames.size(); ++i) {
    if (kCodecNames[i] == name) return static_cast<Codec>(i);
  }
  return std::nullopt;
}

void AppendLayout(const Layout& layout, std::string* out) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  WriteLayout(writer, layout);
  out->append(buffer.GetString(), buffer.GetSize());
}

const Layout* ParseLayout(std::string_view json, Arena* arena, std::string* fault) {
  fault->clear();
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError()) {
    *fault = "not JSON";
    return nullptr;
  }
  return Reader(arena, fault).ReadLayout(document, 0);
}

}  // namespace fraiseql::planner
