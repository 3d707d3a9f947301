"""The proxy in front of the collector: it alone knows the visitor, so it alone sets the address and the origin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tagc.backends.benthos.collect import PATH

if TYPE_CHECKING:
    from tagc.ir.program import Server

__all__ = ["configuration"]

_TEXT = """\
# nginx -p FOLDER -c forward/nginx.conf: the certificate is FOLDER/tls/cert.pem, its key FOLDER/tls/key.pem.
# On a server that has an nginx already, take over the two zones, the upstream and the location.
worker_processes auto;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    server_tokens off;
    client_max_body_size 64k;
    client_body_buffer_size 64k;
    client_body_timeout 10s;
    client_header_timeout 10s;
    send_timeout 10s;
    keepalive_timeout 30s;
    limit_req_zone $binary_remote_addr zone=tagc_visitor:10m rate=20r/s;
    limit_conn_zone $binary_remote_addr zone=tagc_open:10m;
    limit_req_status 429;
    upstream tagc_collect {{ server 127.0.0.1:4195; keepalive 64; }}
    server {{
        listen 8443 ssl;
        ssl_certificate tls/cert.pem;
        ssl_certificate_key tls/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        location = {path} {{
            limit_except POST {{ deny all; }}
            limit_req zone=tagc_visitor burst=40 nodelay;
            limit_conn tagc_open 20;
            if ($content_type !~ "^text/plain(;|$)") {{ return 415; }}
            # Query parameters would become headers in the engine, and multipart several messages. Cookies stay here.
            set $args "";
            proxy_pass_request_headers off;
            proxy_set_header Host tagc_collect;
            proxy_set_header Connection "";
            proxy_set_header Content-Type text/plain;
            proxy_set_header Content-Length $content_length;
            proxy_set_header Origin $http_origin;
            proxy_set_header User-Agent $http_user_agent;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Tagc-Proxy 1;
            proxy_http_version 1.1;
            proxy_connect_timeout 2s;
            proxy_read_timeout 10s;
            proxy_next_upstream off;
            proxy_hide_header Content-Type;
            proxy_pass http://tagc_collect{inner};
        }}
        location / {{ return 404; }}
    }}
}}
"""


def configuration(server: Server) -> bytes:
    """The file `forward/nginx.conf`. Raises `ValueError` for an endpoint that the language does not allow."""
    path = urlsplit(server.endpoint).path
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*", path):
        raise ValueError(path)
    return _TEXT.format(path=path, inner=PATH).encode()
