package api

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
)

// ImageType is the media type of an image, by its content: PNG, JPEG, GIF, WebP, BMP, ICO, TIFF, SVG, AVIF, HEIC, HEIF or
// JPEG XL. It is empty for everything else. Which formats the platform takes is documented nowhere.
func ImageType(content []byte) string {
	if detected := http.DetectContentType(content); strings.HasPrefix(detected, "image/") {
		return detected
	}
	for _, known := range []struct{ magic, mediaType string }{
		{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"},
		{"\xff\x0a", "image/jxl"}, {"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"},
	} {
		if bytes.HasPrefix(content, []byte(known.magic)) {
			return known.mediaType
		}
	}
	if mediaType := brandedType(content); mediaType != "" {
		return mediaType
	}
	if isSVG(content) {
		return "image/svg+xml"
	}
	return ""
}

const brandLength = 4

// brandedType reads the box "ftyp" at the beginning of an ISO media file: its length, its name, the major brand, a
// version and the compatible brands.
func brandedType(content []byte) string {
	const name, brands, compatible = 4, 8, 16
	if len(content) < compatible || string(content[name:brands]) != "ftyp" {
		return ""
	}
	end := min(int64(binary.BigEndian.Uint32(content)), int64(len(content)))
	all := []string{string(content[brands : brands+brandLength])}
	for at := int64(compatible); at+brandLength <= end; at += brandLength {
		all = append(all, string(content[at:at+brandLength]))
	}
	generic := ""
	for _, brand := range all {
		switch brand {
		case "avif", "avis":
			return "image/avif"
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return "image/heic"
		case "mif1", "msf1":
			generic = "image/heif"
		}
	}
	return generic
}

// isSVG reports whether the content is an XML document whose root is svg.
func isSVG(content []byte) bool {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	for {
		switch token, err := decoder.RawToken(); token := token.(type) {
		case xml.StartElement:
			return token.Name.Local == "svg"
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return false
			}
		default:
			if err != nil {
				return false
			}
		}
	}
}
