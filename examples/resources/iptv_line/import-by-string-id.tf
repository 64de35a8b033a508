# By its username, which takes one request, or by its line_id, for which all lines are listed.
import {
  to = iptv_line.larry
  id = "larry_line"
}
