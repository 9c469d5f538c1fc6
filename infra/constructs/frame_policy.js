// Gives the task frame's pages their Content-Security-Policy (see frame_policy.py).
function handler(event) {
  var headers = event.response.headers;
  var frame = headers["x-amz-meta-frame"];
  var portal = headers["x-amz-meta-portal"];
  var type = headers["content-type"];
  var policy = CLOSED;
  if (frame && portal) policy = POLICY.split(FRAME).join(frame.value).split(PORTAL).join(portal.value);
  headers["content-security-policy"] = { value: policy };
  // "304 Not Modified" could come without the metadata: browsers keep no page that they would ask about.
  if (type && type.value.indexOf("text/html") === 0) headers["cache-control"] = { value: "no-store" };
  return event.response;
}
