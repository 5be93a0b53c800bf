"""files.*: an upload in three steps. Where to, the bytes, and what it is for; without the last the bytes are lost."""

from ..refused import Refused
from ..world import BOT_USER, Channel, File, Json
from .call import Call, method
from .chat import author, thread_of

ALT_MOST = 1000


def described_file(call_url: str, file: File) -> Json:
    private = f"{call_url}/files-pri/{file.id}/{file.name}"
    shares: Json = {}
    for channel, ts in file.shares:
        shares.setdefault("private" if channel[0] != "C" else "public", {})[channel] = [{"ts": ts}]
    described = {"id": file.id, "name": file.name, "title": file.title or file.name, "size": file.length}
    described |= {"user": file.owner, "mimetype": "application/octet-stream", "filetype": "binary", "mode": "hosted"}
    return described | {"url_private": private, "url_private_download": private, "shares": shares}


@method("files.getUploadURLExternal", "filename length alt_txt snippet_type", tier=4, json=False, get=True,
        scope="files:write")  # fmt: skip
def get_upload_url(call: Call) -> Json:
    length = call.number("length", 0, 1 << 30, error="invalid_arguments")
    if len(call.text("alt_txt")) > ALT_MOST:
        raise Refused("alt_txt_too_large")
    file = File(call.world.new_id("F"), call.need("filename"), length, call.who.user)
    call.world.files[file.id] = file
    return {"upload_url": f"{call.workspace.url}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files channel_id channels thread_ts initial_comment blocks", tier=4,
        scope="files:write")  # fmt: skip
def complete_upload(call: Call) -> Json:
    """The answer has no timestamp of the message that shares the files: its event has."""
    wanted = call.structure("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", ["missing required field: files [json-pointer:/files]"])
    files = []
    for one in wanted:
        file = call.world.files.get(one.get("id", ""))
        if file is None or file.content is None or file.completed:
            raise Refused("file_not_found")
        file.title = one.get("title", "")
        files.append(file)
    target = call.text("channel_id")
    if target:
        channel = call.own_channel("channel_id")
        share(call, channel, files, thread_of(call, channel))
    for file in files:
        file.completed = True
    return {"files": [described_file(call.workspace.url, file) for file in files]}


def share(call: Call, channel: Channel, files: list[File], thread: str) -> None:
    message = {**author(call), "subtype": "file_share", "text": call.text("initial_comment"), "upload": True}
    if thread:
        message["thread_ts"] = thread
    message["ts"] = call.world.clock.ts()
    for file in files:
        file.shares.append((channel.id, message["ts"]))
    message["files"] = [described_file(call.workspace.url, file) for file in files]
    call.world.add_message(channel, message)


@method("files.info", "file cursor limit", tier=4, json=False, get=True, scope="files:read")
def files_info(call: Call) -> Json:
    file = call.world.files.get(call.text("file"))
    if file is None or (file.owner == BOT_USER and not file.completed):
        raise Refused("file_not_found")
    return {"file": described_file(call.workspace.url, file)}
