# The inbox app: built by npm in web/, then turned into the library askd_web, whose "web/files.hpp" lists its files.
set(ASKD_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(askd_embed_web)
  set(generated ${PROJECT_BINARY_DIR}/generated/web)
  set(web ${PROJECT_SOURCE_DIR}/web)
  file(CONFIGURE OUTPUT ${generated}/files.hpp @ONLY CONTENT [[
// The files of the inbox app, as they are built into this binary. Empty in a build without the app.
#pragma once

#include <span>
#include <string_view>

namespace askd::web {

struct File {
  std::string_view path;          // from the root, as in "/assets/index-4f2a.js"
  std::string_view content_type;  // with its charset, if it has one
  std::string_view etag;          // with its quotes
  std::string_view body;
};

// Sorted by path.
std::span<const File> files();

}  // namespace askd::web
]])

  set(dist "")
  set(built "")
  if(ASKD_WEB)
    find_program(ASKD_NPM npm)
    if(NOT ASKD_NPM)
      message(FATAL_ERROR "The inbox app is built by npm, which isn't there: install it, or build with -DASKD_WEB=OFF.")
    endif()
    set(dist ${web}/dist)
    set(modules ${web}/node_modules/.package-lock.json)
    set(built ${dist}/index.html)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/* ${web}/sw/* ${web}/public/*)
    file(GLOB settings CONFIGURE_DEPENDS ${web}/*.html ${web}/*.ts ${web}/*.json)
    add_custom_command(OUTPUT ${modules}
      COMMAND ${ASKD_NPM} ci --no-audit --no-fund --loglevel=error
      COMMAND ${CMAKE_COMMAND} -E touch ${modules}
      DEPENDS ${web}/package.json ${web}/package-lock.json WORKING_DIRECTORY ${web} COMMENT "npm ci" VERBATIM)
    add_custom_command(OUTPUT ${built}
      COMMAND ${ASKD_NPM} run --silent build
      COMMAND ${CMAKE_COMMAND} -E touch ${built}
      DEPENDS ${modules} ${sources} ${settings} WORKING_DIRECTORY ${web} COMMENT "npm run build" VERBATIM)
  endif()
  add_custom_command(OUTPUT ${generated}/files.cpp
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${dist} -DOUTPUT=${generated}/files.cpp -P ${ASKD_EMBED_SCRIPT}
    DEPENDS ${built} ${ASKD_EMBED_SCRIPT} COMMENT "Embedding the inbox app" VERBATIM)

  add_library(askd_web STATIC ${generated}/files.cpp)
  target_include_directories(askd_web PUBLIC ${PROJECT_BINARY_DIR}/generated)
endfunction()

askd_embed_web()
