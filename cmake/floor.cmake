# The floors of the project, their tests, and the fuzzers.

# The words that everything else speaks: include/askd.
function(askd_words)
  add_library(askd_words INTERFACE)
  target_include_directories(askd_words INTERFACE ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(askd_words INTERFACE askd_boost)
endfunction()

# Leaves out of the list `files` what nobody has written yet.
function(askd_there name files)
  file(GLOB ignored CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(there "")
  foreach(file IN LISTS ${files})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${file} OR IS_ABSOLUTE ${file})
      list(APPEND there ${file})
    else()
      message(STATUS "${name}: ${file} isn't there yet")
    endif()
  endforeach()
  if(NOT there AND files STREQUAL "arg_SOURCES")
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp CONTENT "")
    set(there ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  endif()
  set(${files} "${there}" PARENT_SCOPE)
endfunction()

# askd_floor(base SOURCES json.cpp … LINKS PUBLIC askd_words PRIVATE OpenSSL::Crypto … TESTS json_test.cpp …
# TEST_LINKS … APART …) makes the library askd_base and, with tests, the program base_test. With ASKD_UNITY sources are
# compiled six at a time, so two of a floor can't use one name for parts of their own; those that APART names still can.
function(askd_floor name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;TESTS;TEST_LINKS;APART")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "askd_floor(${name}): what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  askd_there(${name} arg_SOURCES)
  askd_there(${name} arg_TESTS)
  add_library(askd_${name} STATIC ${arg_SOURCES})
  set_target_properties(askd_${name} PROPERTIES UNITY_BUILD ${ASKD_UNITY} UNITY_BUILD_BATCH_SIZE 6)
  set_source_files_properties(${arg_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(askd_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(askd_${name} ${arg_LINKS})
  if(ASKD_TESTS AND arg_TESTS)
    askd_test(${name} SOURCES ${arg_TESTS} LINKS askd_${name} ${arg_TEST_LINKS})
  endif()
endfunction()

# Tells the sources that read files of the checkout where it lies, as ASKD_SOURCE_DIR. No others are told, for what the
# compiler made of those serves any checkout on the machine. A test that names it newly needs cmake to run again.
function(askd_tell_checkout)
  foreach(source IN LISTS ARGN)
    file(STRINGS ${source} found REGEX ASKD_SOURCE_DIR LIMIT_COUNT 1)
    if(found)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS ASKD_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
endfunction()

# askd_test(tidy SOURCES … LINKS …) makes the program tidy_test, and each of its tests known to ctest.
function(askd_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  include(GoogleTest)
  add_executable(${name}_test ${arg_SOURCES})
  target_link_libraries(${name}_test PRIVATE ${arg_LINKS} GTest::gtest_main)
  askd_tell_checkout(${arg_SOURCES})
  gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST TEST_PREFIX ${name}. PROPERTIES TIMEOUT 120 LABELS ${name})
endfunction()

# askd_fuzz(json LINKS askd_base …) makes the fuzzer json_fuzz of json_fuzz.cpp.
function(askd_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS")
  add_executable(${name}_fuzz ${name}_fuzz.cpp)
  target_link_libraries(${name}_fuzz PRIVATE ${arg_LINKS})
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
endfunction()
