package api

import "testing"

func TestImageType(t *testing.T) {
	const box = "\x00\x00\x00\x1cftyp"
	for name, c := range map[string]struct{ content, want string }{
		"PNG":                {"\x89PNG\r\n\x1a\n....", "image/png"},
		"JPEG":               {"\xff\xd8\xff\xe0....", "image/jpeg"},
		"GIF":                {"GIF89a...", "image/gif"},
		"WebP":               {"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"},
		"BMP":                {"BM......", "image/bmp"},
		"ICO":                {"\x00\x00\x01\x00....", "image/x-icon"},
		"TIFF":               {"II*\x00....", "image/tiff"},
		"JPEG XL":            {"\xff\x0a..", "image/jxl"},
		"AVIF":               {box + "avif\x00\x00\x00\x00mif1miaf....", "image/avif"},
		"AVIF by compatible": {box + "mif1\x00\x00\x00\x00mif1avif....", "image/avif"},
		"HEIC":               {box + "heic\x00\x00\x00\x00mif1heic....", "image/heic"},
		"HEIF":               {box + "mif1\x00\x00\x00\x00mif1miaf....", "image/heif"},
		"video":              {box + "isom\x00\x00\x00\x00isomavc1....", ""},
		"brand past the box": {"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00avif", ""},
		"SVG":                {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml"},
		"SVG after a prologue": {"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg:svg>",
			"image/svg+xml"},
		"HTML":              {"<html><svg/></html>", ""},
		"HCL":               {"resource \"icareus_channel\" \"news\" {\n  name = \"News\"\n}\n", ""},
		"text before a tag": {"see <svg/>", ""},
		"JSON":              {`{"icon":1}`, ""},
		"empty":             {"", ""},
	} {
		if got := ImageType([]byte(c.content)); got != c.want {
			t.Errorf("%s is %q, want %q", name, got, c.want)
		}
	}
}
