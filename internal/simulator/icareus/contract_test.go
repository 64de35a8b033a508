package icareus

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// curl sends a documented call as curl writes it to the wire, with a generated token, and returns the response.
func curl(t *testing.T, s *simulator.Server, method, query, contentType, body string) map[string]any {
	t.Helper()
	address := strings.TrimPrefix(s.URL(), "http://")
	head := fmt.Sprintf("%s %s?%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\n", method, endpointPath, query, address)
	head += "Authorization: Bearer " + signToken(Organization, Secret, uint32(s.Now().Unix())) + "\r\n" //nolint:gosec // until 2106
	if contentType != "" {
		head += fmt.Sprintf("Content-Length: %d\r\nContent-Type: %s\r\n", len(body), contentType)
	}
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if _, err := io.WriteString(connection, head+"\r\n"+body); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", response.StatusCode, err, text)
	}
	return (&client{T: t}).object(string(text))
}

// adaptiveNames is the presets of the sample's adaptive stream, which the article prints twice.
const adaptiveNames = "SD 576p, 1024x576 (1024kbps), HD 720p, 1280x720 (2048kbps), Full HD 1080p, 1920x1080 (2560kbps), " +
	"Audio 96K mp3, Fallback (Master size and bitrate)"

// sample is the documented response of create; the article prints the first of the items only.
const sample = `{
  "status": "ok",
  "channel": {
    "locationRestrictions": [], "isExclusive": false, "originAddress": "10.0.10.208", "aspectRatio": "16:9",
    "largeIcon": "", "isPublic": true, "primaryLanguage": "fi_FI", "cdnAddress": "suiterc2.icareus.com",
    "smallIcon": "", "logicalChannelNumber": 1, "serviceId": 12346501, "mediumIcon": "",
    "description": "This is just an example.", "name": "Channel Example", "quality": 1, "autoRecord": true,
    "streams": {
      "total": 12,
      "transcoder": 0,
      "items": [
        {
          "preset_name": "SD 576p, 1024x576 (1024kbps)",
          "preset_id": 11508,
          "devices": [
            { "protection": "", "typeName": "Desktop - Linux", "id": 12346512,
              "url": "https://suiterc2.icareus.com/suitelive/12346501/playlist.m3u8" },
            { "protection": "", "typeName": "Desktop - Linux", "id": 12346518,
              "url": "https://suiterc2.icareus.com/suitelive/12346501/playlist.m3u8" }
          ]
        }
      ],
      "adaptiveItems": [
        {
          "linearDeviceIds": [12346502, 12346503, 12346504, 12346505, 12346506, 12346507, 12346508, 12346509, 12346510, 12346511],
          "protection": "",
          "typeName": "Chrome Browser (Windows)",
          "presetNames": "` + adaptiveNames + `, ` + adaptiveNames + `",
          "typeId": 3652901,
          "url": "https://suiterc2.icareus.com/suitelive/12346501/playlist.m3u8"
        }
      ],
      "playlist": 0
    },
    "categories": [], "ingestUrl": "rtmp://live-eu1.icareus.com:1935/suitelive", "streamName": 12346501, "audioOnly": false
  }
}`

const (
	createBody = `{
 "name": "Channel Example",
 "description": "This is just an example.",
 "logicalChannelNumber": 1,
 "aspectRatio": "16:9",
 "primaryLanguage": "fi_FI",
 "audioOnly": false,
 "categories": [],
 "autoRecord": true,
 "quality": 1,
 "isPublic": true,
 "isExclusive": false,
 "locationRestrictions": []
}
`
	updateBody = `{
 "description": "Updating the description.",
 "logicalChannelNumber": 69
}
`
)

// TestDocumentedCalls sends the six curl calls of the article.
func TestDocumentedCalls(t *testing.T) {
	if len(createBody) != 303 || len(updateBody) != 77 {
		t.Fatalf("bodies of %d and %d bytes, documented are 303 and 77", len(createBody), len(updateBody))
	}
	const form = "application/x-www-form-urlencoded"
	c := newClient(t)
	served := newClient(t)
	served.Listen()
	t.Cleanup(served.Close)
	s := served.Server

	created := curl(t, s, "POST", "action=addChannel&organizationId=2631609", form, createBody)
	withoutItems(t, created)
	c.equal(created, sample)

	updated := curl(t, s, "POST", "action=updateChannel&organizationId=2631609&channelId=12346501", form, updateBody)
	withoutItems(t, updated)
	want := strings.NewReplacer(
		`"logicalChannelNumber": 1,`, `"logicalChannelNumber": 69,`, "This is just an example.", "Updating the description.",
	).Replace(sample)
	c.equal(updated, want)

	for _, id := range []int64{12346701, 12346001} {
		channel := NewChannel("Documented")
		channel.ServiceID = id
		served.Platform.AddChannel(Organization, channel)
	}
	deleted := curl(t, s, "POST", "action=deleteChannel&organizationId=2631609&channelId=12346701", "", "")
	c.equal(deleted, `{ "message": "12346701", "status": "ok" }`)

	got := curl(t, s, "GET", "action=getChannel&organizationId=2631609&channelId=12346001", "", "")
	channel := got["channel"].(map[string]any)
	if !reflect.DeepEqual(memberNames(channel), memberNames(created["channel"].(map[string]any))) {
		t.Errorf("get has not the members of create: %v", channel)
	}
	if channel["serviceId"] != 12346001.0 || channel["name"] != "Documented" {
		t.Errorf("got %v", channel)
	}

	listed := curl(t, s, "GET", "action=getChannels&organizationId=2631609", "", "")
	if channels := listed["channels"].([]any); len(channels) != 2 || listed["status"] != "ok" {
		t.Errorf("listed %v", listed)
	} else if !reflect.DeepEqual(channels[0], got["channel"]) && !reflect.DeepEqual(channels[1], got["channel"]) {
		t.Error("the list does not hold the full object that get returns")
	}

	const boundary = "------------------------d74496d66958873e"
	icon := []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")
	upload := "--" + boundary + "\r\nContent-Disposition: form-data; name=\"channelIcon\"; filename=\"wizard.gif\"\r\n" +
		"Content-Type: image/gif\r\n\r\n" + string(icon) + "\r\n--" + boundary + "--\r\n"
	response := curl(t, s, "POST", "action=addChannelIcon&organizationId=2631609&channelId=12346001",
		"multipart/form-data; boundary="+boundary, upload)
	channel = response["channel"].(map[string]any)
	for _, name := range []string{"smallIcon", "mediumIcon", "largeIcon"} {
		if address, _ := channel[name].(string); !strings.HasPrefix(address, "https://suiterc2.icareus.com/") ||
			!strings.HasSuffix(address, "/wizard.gif") {
			t.Errorf("%s is %q", name, address)
		}
	}
	if !bytes.Equal(served.Platform.Icon(Organization, 12346001), icon) {
		t.Errorf("the icon became %q", served.Platform.Icon(Organization, 12346001))
	}

	requests := s.Requests()
	if len(requests) != 6 || string(requests[0].Body) != createBody || requests[2].Header.Get("Content-Type") != "" {
		t.Errorf("the log holds %d requests, the first of %q", len(requests), requests[0].Body)
	}
}

// TestTakesJSONUnderAnyContentType covers what no documented call does.
func TestTakesJSONUnderAnyContentType(t *testing.T) {
	c := newClient(t)
	for _, contentType := range []string{"", "application/json", "application/json; charset=utf-8", "text/plain",
		"application/x-www-form-urlencoded"} {
		response := c.decode(c.send("POST", "action=addChannel&organizationId=2631609", contentType, createBody), 200)
		if response["channel"].(map[string]any)["name"] != "Channel Example" {
			t.Errorf("%q: %v", contentType, response)
		}
	}
}

func withoutItems(t *testing.T, response map[string]any) {
	t.Helper()
	streams := response["channel"].(map[string]any)["streams"].(map[string]any)
	items := streams["items"].([]any)
	devices := map[any]bool{}
	for _, item := range items {
		for _, device := range item.(map[string]any)["devices"].([]any) {
			devices[device.(map[string]any)["id"]] = true
		}
	}
	if float64(len(devices)) != streams["total"] {
		t.Errorf("%d devices, total is %v", len(devices), streams["total"])
	}
	streams["items"] = items[:1]
}

// memberNames is each member with its JSON type.
func memberNames(object map[string]any) map[string]string {
	names := map[string]string{}
	for name, value := range object {
		names[name] = fmt.Sprintf("%T", value)
	}
	return names
}
