// Gives the task frame's pages their Content-Security-Policy and Connection-Allowlist (see frame_policy.py).
function handler(event) {
  var headers = event.response.headers;
  var frame = headers["x-amz-meta-frame"];
  var portal = headers["x-amz-meta-portal"];
  var type = headers["content-type"];
  var hosts = allowed(event.request.querystring);
  var policy = CLOSED;
  if (frame && portal) {
    policy = POLICY.split(FRAME).join(frame.value).split(PORTAL).join(portal.value);
    policy = policy.split("frame-src " + HOST).join(hosts.length ? "frame-src " + HOST : "frame-src 'none'");
    policy = policy.split(" " + HOST).join(hosts.join(""));
  }
  headers["content-security-policy"] = { value: policy };
  var reachable = hosts.map(function (host) { return ' "' + host.slice(1) + '/*"'; });
  headers["connection-allowlist"] = { value: REACHABLE.split(' "' + HOST + '/*"').join(reachable.join("")) };
  // "304 Not Modified" could come without the metadata: browsers keep no page that they would ask about.
  if (type && type.value.indexOf("text/html") === 0) headers["cache-control"] = { value: "no-store" };
  return event.response;
}

// The outside hosts that the page's address names; none where one of them is no host name.
function allowed(query) {
  var asked = query && query.hosts ? decodeURIComponent(query.hosts.value).split(",") : [];
  var right = asked.every(function (host) { return host.length < 254 && NAME.test(host); });
  return right && asked.length <= MOST ? asked.map(function (host) { return " https://" + host; }) : [];
}
