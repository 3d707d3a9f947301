import { stub } from "../../runtime/stub.js";

// Each instance adds its id; the first one brings the library, which reads its queue under the name `q`.
export const linkedinLoad = partner_id => {
  window._linkedin_partner_id = partner_id;
  (window._linkedin_data_partner_ids = window._linkedin_data_partner_ids || []).push(partner_id);
  const lintrk = stub("lintrk", "https://snap.licdn.com/li.lms-analytics/insight.min.js");
  if (lintrk) {
    lintrk.q = lintrk.queue;
  }
};
