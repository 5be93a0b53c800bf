# Every folder in adapters/ becomes an adapter: its *.cpp files, which see include/ and nothing else of ours, its
# *_test.cpp files, and the object `type` in the namespace askd::adapters::<folder>.
function(askd_adapters)
  if(ASKD_TESTS)
    askd_adapter_suite()
  endif()
  file(GLOB folders LIST_DIRECTORIES true CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/adapters/*)
  list(SORT folders)
  set(generated ${PROJECT_BINARY_DIR}/generated/adapters)
  set(sources ${generated}/list.cpp)
  set(declarations "")
  set(entries "")
  foreach(folder IN LISTS folders)
    if(NOT IS_DIRECTORY ${folder})
      continue()
    endif()
    cmake_path(GET folder FILENAME name)
    file(GLOB own CONFIGURE_DEPENDS ${folder}/*.cpp)
    set(tests ${own})
    list(FILTER own EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(APPEND sources ${own})
    string(APPEND declarations "namespace askd::adapters::${name} {\nextern const AdapterType type;\n}\n")
    string(APPEND entries "      &adapters::${name}::type,\n")
    if(ASKD_TESTS AND tests)
      # What include/ declares is defined in base.
      askd_test(${name}_adapter SOURCES ${tests} LINKS askd_adapters askd_adapter_suite askd_base)
      target_compile_definitions(${name}_adapter_test PRIVATE ASKD_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()

  file(CONFIGURE OUTPUT ${generated}/list.hpp @ONLY CONTENT [[
// The adapters in this binary.
#pragma once

#include "askd/adapter.hpp"

#include <span>

namespace askd {
std::span<const AdapterType* const> adapter_types();
}
]])
  if(entries)
    set(body "  static const AdapterType* const types[] = {\n${entries}  };\n  return types;")
  else()
    set(body "  return {};")
  endif()
  file(CONFIGURE OUTPUT ${generated}/list.cpp @ONLY CONTENT [[
#include "adapters/list.hpp"

@declarations@
namespace askd {
std::span<const AdapterType* const> adapter_types() {
@body@
}
}  // namespace askd
]])
  add_library(askd_adapters STATIC ${sources})
  target_include_directories(askd_adapters INTERFACE ${PROJECT_BINARY_DIR}/generated)
  set_source_files_properties(${generated}/list.cpp PROPERTIES INCLUDE_DIRECTORIES ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(askd_adapters PUBLIC askd_words)
endfunction()

# The contract of adapters as a library of checks, which each adapter's tests may run by including adapter_suite.hpp,
# and the program adapter_suite_test, which shows that the checks find what they look for.
function(askd_adapter_suite)
  set(suite ${PROJECT_SOURCE_DIR}/tests/adapter_suite)
  file(GLOB sources CONFIGURE_DEPENDS ${suite}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "/(toy_[a-z]+|[a-z]+_test)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "/(toy_[a-z]+|[a-z]+_test)\\.cpp$")
  add_library(askd_adapter_suite STATIC ${sources})
  target_include_directories(askd_adapter_suite PUBLIC ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(askd_adapter_suite PUBLIC askd_words)
  askd_test(adapter_suite SOURCES ${tests} LINKS askd_adapter_suite askd_base)
endfunction()
