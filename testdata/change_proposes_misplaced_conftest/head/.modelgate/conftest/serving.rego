package main

deny contains "m" if http.send({"url": input.url, "method": "get"}).status_code != 200
