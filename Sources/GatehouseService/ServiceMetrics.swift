import AuditLog
import HTTPAnswers
import Server
import Storage
import Telemetry

/// Publishes what the log and the listeners count themselves.
enum ServiceMetrics {
  static func register(
    in metrics: Metrics, log: AuditLog, storage: Storage, health: Health, decisions: HTTPServer,
    admin: HTTPServer
  ) {
    metrics.gauge("gatehouse_ready", "1 while decisions can be made, else 0.") {
      health.readiness.isReady ? 1 : 0
    }
    metrics.counter("gatehouse_audit_records_total", "Records written since start.") {
      Int64(clamping: log.status.records)
    }
    metrics.counter("gatehouse_audit_syncs_total", "Syncs of the log to its disk since start.") {
      Int64(clamping: log.status.syncs)
    }
    metrics.gauge("gatehouse_audit_queue_records", "Records that wait to be written.") {
      Int64(log.status.queueDepth)
    }
    metrics.counter("gatehouse_audit_refused_total", "Records that the log refused since start.") {
      Int64(clamping: log.status.refused.values.reduce(0, +))
    }
    metrics.gauge("gatehouse_storage_requests", "Requests of the storage in progress.") {
      Int64(storage.queueDepth)
    }
    for (name, server) in [("decisions", decisions), ("admin", admin)] {
      register(in: metrics, "gatehouse_\(name)", server.counters)
    }
  }

  private static func register(in metrics: Metrics, _ prefix: String, _ counters: ServerCounters) {
    metrics.gauge("\(prefix)_connections_open", "Connections open now.") {
      Int64(counters.snapshot.open)
    }
    metrics.counter("\(prefix)_connections_total", "Connections accepted since start.") {
      Int64(counters.snapshot.connections)
    }
    metrics.counter("\(prefix)_requests_total", "Requests answered by the handler since start.") {
      Int64(counters.snapshot.requests)
    }
    metrics.counter(
      "\(prefix)_refusals_total",
      "Requests refused before the handler: malformed, too slow or too much since start."
    ) {
      Int64(counters.snapshot.refusals.values.reduce(0, +))
    }
    metrics.counter("\(prefix)_timeouts_total", "Connections cut off for being slow since start.") {
      Int64(counters.snapshot.timeouts.values.reduce(0, +))
    }
  }
}
